package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When an open barrier means that the node is cut off, stepped by a clock of the test's own. */
class BarrierWatchTest {
  private static final Duration OWN_PAUSE = Duration.ofMillis(400);
  private static final Duration HEARTBEAT = Duration.ofMillis(100);

  private long now = 1;
  private final BarrierWatch watch = new BarrierWatch(OWN_PAUSE, now);

  @Test
  void a_barrier_that_stays_open_while_the_loop_turns_is_late() {
    CompletableFuture<Long> barrier = ask();
    turn(BarrierWatch.LONGEST);
    assertThat(watch.isLate()).isFalse();
    turn(HEARTBEAT);
    assertThat(watch.isLate()).isTrue();
    barrier.complete(1L);
    now += HEARTBEAT.toNanos();
    assertThat(watch.check(true, now)).isPresent();
    assertThat(watch.isLate()).isFalse();
  }

  @Test
  void a_loop_that_stood_still_gives_an_open_barrier_its_whole_time_again() {
    ask();
    for (int i = 0; i < 3; i++) {
      check(BarrierWatch.LONGEST.multipliedBy(2));
      assertThat(watch.isLate()).isFalse();
    }
    turn(BarrierWatch.LONGEST);
    assertThat(watch.isLate()).isFalse();
    turn(HEARTBEAT);
    assertThat(watch.isLate()).isTrue();
  }

  @Test
  void a_pause_while_no_barrier_is_open_puts_off_no_question() {
    ask().complete(1L);
    now += BarrierWatch.LONGEST.toNanos();
    assertThat(watch.check(true, now)).isPresent();
  }

  private CompletableFuture<Long> ask() {
    turn(BarrierWatch.PAUSE.minus(HEARTBEAT));
    now += HEARTBEAT.toNanos();
    return watch.check(true, now).orElseThrow();
  }

  /** Checks at every heartbeat for so long. */
  private void turn(Duration forSoLong) {
    for (long i = 0; i < forSoLong.dividedBy(HEARTBEAT); i++) {
      check(HEARTBEAT);
    }
  }

  private void check(Duration after) {
    now += after.toNanos();
    assertThat(watch.check(true, now)).isEmpty();
  }
}
