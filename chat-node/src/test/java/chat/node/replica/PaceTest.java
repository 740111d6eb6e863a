package chat.node.replica;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.Member;
import chat.view.NodeName;
import chat.view.StorageId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Member LEARNER = new Member(new NodeName("chat-2"), new StorageId("disk"));

  /** Of the log, which grows by ten entries between two heartbeats. */
  private long end = 5000;

  private Progress learner = Progress.unknown(LEARNER, Optional.empty(), end + 1);

  private void beat() {
    learner = learner.withPace(learner.pace().heartbeat(learner, end));
    end += 10;
    learner = learner.sentBefore(end + 1);
  }

  private void promptBeats(int beats) {
    for (int i = 0; i < beats; i++) {
      learner = learner.accepted(end, false);
      beat();
    }
  }

  @Test
  void a_learner_that_keeps_up_is_steady_after_ten_heartbeats_and_the_first_tells_nothing_yet() {
    promptBeats(1 + Pace.STEADY_BEATS - 1);
    assertThat(learner.pace().isSteady()).isFalse();
    promptBeats(1);
    assertThat(learner.pace().isSteady()).isTrue();
  }

  @Test
  void one_heartbeat_without_an_acknowledgement_and_it_begins_again() {
    promptBeats(Pace.STEADY_BEATS);
    beat();
    promptBeats(Pace.STEADY_BEATS - 1);
    assertThat(learner.pace().isSteady()).isFalse();
    promptBeats(1);
    assertThat(learner.pace().isSteady()).isTrue();
  }

  @Test
  void acknowledging_less_than_what_was_owed_is_not_keeping_up() {
    for (int i = 0; i < 2 * Pace.STEADY_BEATS; i++) {
      learner = learner.accepted(end - 15, false);
      beat();
    }
    assertThat(learner.pace().isSteady()).isFalse();
  }

  @Test
  void a_slow_learner_near_the_end_is_let_in_after_a_time() {
    for (int i = 1; i < Pace.PATIENCE_BEATS; i++) {
      learner = learner.accepted(end - 500, false);
      beat();
    }
    assertThat(learner.pace().isSteady()).isFalse();
    beat();
    assertThat(learner.pace().isSteady()).isTrue();
  }

  @Test
  void one_far_from_the_end_is_never_steady() {
    for (int i = 0; i < 2 * Pace.PATIENCE_BEATS; i++) {
      learner = learner.accepted(end - 2 * Pace.NEAR_ENTRIES, false);
      beat();
    }
    assertThat(learner.pace().isSteady()).isFalse();
  }
}
