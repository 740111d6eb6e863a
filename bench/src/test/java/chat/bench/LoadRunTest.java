package chat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  @Test
  void a_closed_load_keeps_so_many_in_flight_and_no_more() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger mostOpen = new AtomicInteger();
    Answering target =
        new Answering(
            () -> {
              mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
              return CompletableFuture.runAsync(open::decrementAndGet);
            });

    LoadRun.Outcome outcome = new LoadRun(target).run(new Load.Closed(4), 200);

    assertThat(mostOpen.get()).isBetween(1, 4);
    assertThat(outcome.latencies().getTotalCount()).isEqualTo(target.sent.get());
    assertThat(outcome.failures()).isZero();
  }

  @Test
  void an_open_load_sends_as_many_as_its_rate_says() {
    Answering target = new Answering(() -> CompletableFuture.completedFuture("done"));

    LoadRun.Outcome outcome = new LoadRun(target).run(new Load.Open(100), 300);

    assertThat(target.sent.get()).isEqualTo(30);
    assertThat(outcome.latencies().getTotalCount()).isEqualTo(30);
  }

  @Test
  void what_fails_is_counted_and_not_timed() {
    Answering target =
        new Answering(() -> CompletableFuture.failedFuture(new IllegalStateException("refused")));

    LoadRun.Outcome outcome = new LoadRun(target).run(new Load.Open(100), 200);

    assertThat(outcome.failures()).isEqualTo(20);
    assertThat(outcome.latencies().getTotalCount()).isZero();
    assertThat(outcome.lastFailure()).contains("refused");
  }

  /** Answers every message as the supplier says. */
  private static final class Answering implements Target {
    final AtomicInteger sent = new AtomicInteger();
    private final Supplier<CompletableFuture<?>> answers;

    Answering(Supplier<CompletableFuture<?>> answers) {
      this.answers = answers;
    }

    @Override
    public CompletableFuture<?> send(long number) {
      sent.incrementAndGet();
      return answers.get();
    }

    @Override
    public String name() {
      return "answering";
    }

    @Override
    public List<Long> pids() {
      return List.of();
    }

    @Override
    public void rest() {}

    @Override
    public void close() {}
  }
}
