package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.Rev;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PromotionTimerTest {
  private static final Rev REV = new Rev(7);
  private static final long WAIT = Duration.ofSeconds(2).toNanos();
  private static final long RANDOM_PART = 300;

  private final PromotionTimer timer =
      new PromotionTimer(
          Duration.ofSeconds(2), Duration.ofSeconds(1), bound -> RANDOM_PART % bound);

  @Test
  void it_fires_once_the_wait_and_the_random_part_are_over() {
    assertThat(timer.isDue(true, REV, 10)).isFalse();
    assertThat(timer.isDue(true, REV, 10 + WAIT + RANDOM_PART - 1)).isFalse();
    assertThat(timer.isDue(true, REV, 10 + WAIT + RANDOM_PART)).isTrue();
  }

  @Test
  void it_fires_again_only_after_a_further_wait() {
    timer.isDue(true, REV, 0);
    long first = WAIT + RANDOM_PART;
    assertThat(timer.isDue(true, REV, first)).isTrue();
    assertThat(timer.isDue(true, REV, first + 1)).isFalse();
    assertThat(timer.isDue(true, REV, 2 * first - 1)).isFalse();
    assertThat(timer.isDue(true, REV, 2 * first)).isTrue();
  }

  @Test
  void a_primary_that_was_found_again_starts_the_wait_anew() {
    timer.isDue(true, REV, 0);
    assertThat(timer.isDue(false, REV, WAIT)).isFalse();
    assertThat(timer.isDue(true, REV, WAIT + RANDOM_PART)).isFalse();
    assertThat(timer.isDue(true, REV, 2 * (WAIT + RANDOM_PART))).isTrue();
  }

  @Test
  void a_view_that_moved_starts_the_wait_anew_for_somebody_acted() {
    timer.isDue(true, REV, 0);
    assertThat(timer.isDue(true, new Rev(8), WAIT + RANDOM_PART)).isFalse();
    assertThat(timer.isDue(true, new Rev(8), 2 * (WAIT + RANDOM_PART))).isTrue();
  }

  @Test
  void the_clock_may_run_over() {
    long nearEnd = Long.MAX_VALUE - 5;
    assertThat(timer.isDue(true, REV, nearEnd)).isFalse();
    assertThat(timer.isDue(true, REV, nearEnd + 1)).isFalse();
    assertThat(timer.isDue(true, REV, nearEnd + WAIT + RANDOM_PART)).isTrue();
  }
}
