package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
  private static final Duration JUST_NOW = Duration.ofMillis(80);
  private static final Duration LONG_AGO = Health.LONGEST_TURN.plusSeconds(1);

  @ParameterizedTest
  @EnumSource(names = {"PRIMARY", "BACKUP"})
  void members_in_service_are_ready(Role role) {
    assertThat(turning(role, false).isReady()).isTrue();
    assertThat(turning(role, false).reason()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"WAITING", "LEARNER", "RECOVERING"})
  void whoever_is_not_in_service_yet_is_started_and_live_but_not_ready_and_says_why(Role role) {
    Health health = turning(role, false);
    assertThat(health.isStarted()).isTrue();
    assertThat(health.isLive()).isTrue();
    assertThat(health.isReady()).isFalse();
    assertThat(health.reason()).isPresent();
  }

  @Test
  void with_the_view_out_of_reach_a_node_is_started_and_says_what_it_waits_for() {
    Health health =
        new Health(state(Role.WAITING, false), JUST_NOW, false, Optional.of("connection refused"));
    assertThat(health.isStarted()).isTrue();
    assertThat(health.isReady()).isFalse();
    assertThat(health.reason().orElseThrow()).contains("connection refused");
  }

  @Test
  void a_member_that_ends_is_not_ready() {
    assertThat(turning(Role.BACKUP, true).isReady()).isFalse();
    assertThat(turning(Role.BACKUP, true).isLive()).isTrue();
  }

  @Test
  void a_loop_that_stands_still_is_not_live() {
    Health health = new Health(state(Role.BACKUP, false), LONG_AGO, false, Optional.empty());
    assertThat(health.isLive()).isFalse();
    assertThat(health.isReady()).isFalse();
  }

  @Test
  void a_loop_that_installs_a_snapshot_is_live_however_long_it_takes() {
    assertThat(new Health(state(Role.LEARNER, false), LONG_AGO, true, Optional.empty()).isLive())
        .isTrue();
  }

  @Test
  void a_node_that_stopped_for_good_is_nothing_of_the_three() {
    Health health = turning(Role.HALTED, false);
    assertThat(health.isStarted()).isFalse();
    assertThat(health.isLive()).isFalse();
    assertThat(health.isReady()).isFalse();
  }

  private static Health turning(Role role, boolean ending) {
    return new Health(state(role, ending), JUST_NOW, false, Optional.empty());
  }

  private static NodeState state(Role role, boolean ending) {
    Optional<String> halted = role == Role.HALTED ? Optional.of("what it saw") : Optional.empty();
    return new NodeState(
        role, Optional.empty(), Optional.empty(), false, 0, 0, 0, 0, 0, false, ending, halted);
  }
}
