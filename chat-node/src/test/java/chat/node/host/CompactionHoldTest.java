package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Store.Retention;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompactionHoldTest {
  private final CompactionHold hold =
      new CompactionHold(Duration.ofSeconds(600), Duration.ofSeconds(60));

  @Test
  void with_nobody_catching_up_the_usual_is_kept() {
    assertThat(at(0, false)).isEqualTo(Retention.USUAL);
  }

  @Test
  void the_hold_outlasts_a_silence() {
    at(0, true);
    assertThat(at(59, false)).isEqualTo(Retention.HELD);
    assertThat(at(61, false)).isEqualTo(Retention.USUAL);
  }

  @Test
  void the_hold_ends_while_somebody_goes_on_catching_up() {
    for (int second = 0; second <= 600; second++) {
      assertThat(at(second, true)).isEqualTo(Retention.HELD);
    }
    for (int second = 601; second < 2000; second++) {
      assertThat(at(second, true)).isEqualTo(Retention.USUAL);
    }
  }

  @Test
  void after_nobody_caught_up_for_a_while_the_next_is_held_for_again() {
    for (int second = 0; second <= 700; second++) {
      at(second, true);
    }
    assertThat(at(761, false)).isEqualTo(Retention.USUAL);
    assertThat(at(762, true)).isEqualTo(Retention.HELD);
  }

  private Retention at(long second, boolean somebodyCatchesUp) {
    return hold.at(Duration.ofSeconds(second).toNanos(), somebodyCatchesUp);
  }
}
