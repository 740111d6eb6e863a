package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SharedTest {
  private final AtomicLong nanos = new AtomicLong();
  private final Shared<String> shared = new Shared<>(Duration.ofNanos(100), nanos::get);
  private final Queue<CompletableFuture<String>> runs = new ArrayDeque<>();

  private CompletableFuture<String> ask() {
    return shared.get(
        () -> {
          CompletableFuture<String> run = new CompletableFuture<>();
          runs.add(run);
          return run;
        });
  }

  @Test
  void all_who_ask_at_the_same_time_share_one_run() {
    CompletableFuture<String> first = ask();
    CompletableFuture<String> second = ask();

    assertThat(runs).hasSize(1);
    runs.remove().complete("found");
    assertThat(first).isCompletedWithValue("found");
    assertThat(second).isCompletedWithValue("found");
  }

  @Test
  void a_result_is_given_out_again_until_it_is_old() {
    var _ = ask();
    runs.remove().complete("old");
    nanos.set(99);
    assertThat(ask()).isCompletedWithValue("old");
    nanos.set(100);
    assertThat(ask()).isNotDone();
    assertThat(runs).hasSize(1);
  }

  @Test
  void a_failure_is_given_to_those_who_waited_and_to_nobody_later() {
    CompletableFuture<String> first = ask();
    runs.remove().completeExceptionally(new IllegalStateException("broken"));
    assertThat(first).isCompletedExceptionally();
    assertThat(ask()).isNotDone();
  }

  @Test
  void who_asks_after_a_change_joins_no_run_from_before_it() {
    CompletableFuture<String> before = ask();
    shared.changed();
    CompletableFuture<String> after = ask();

    assertThat(runs).hasSize(2);
    runs.remove().complete("before");
    runs.remove().complete("after");
    assertThat(before).isCompletedWithValue("before");
    assertThat(after).isCompletedWithValue("after");
    assertThat(ask()).isCompletedWithValue("after");
  }
}
