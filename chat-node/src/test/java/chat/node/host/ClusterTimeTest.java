package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.view.NodeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No single clock moves the cluster's time, and what was stamped never goes back. */
class ClusterTimeTest {
  private static final long TRUE = 1_800_000_000_000L;
  private static final long HOUR = 3_600_000;
  private static final long YEAR = 365 * 24 * HOUR;
  private static final long WEEK = 7 * 24 * HOUR;
  private static final long BEAT = 100;
  private static final NodeName SECOND = new NodeName("chat-1");
  private static final NodeName THIRD = new NodeName("chat-2");

  private long elapsed;
  private long ownOffset;
  private final ClusterTime time =
      new ClusterTime(() -> TRUE + elapsed + ownOffset, () -> elapsed * 1_000_000);

  private long now() {
    return TRUE + elapsed;
  }

  /** So many heartbeats; {@code offsets} are those of the other members' clocks. */
  private void beats(int count, long... offsets) {
    NodeName[] members = {SECOND, THIRD};
    for (int i = 0; i < count; i++) {
      elapsed += BEAT;
      for (int m = 0; m < offsets.length; m++) {
        time.told(members[m], now() + offsets[m]);
      }
      time.tick();
    }
  }

  private void isRight(long millis) {
    assertThat(millis - now()).isBetween(-1_000L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR, YEAR, -YEAR})
  void a_primary_whose_clock_is_wrong_stamps_by_the_others(long wrong) {
    ownOffset = wrong;
    time.atLeast(TRUE - 5_000);
    beats(5, 0, 0);
    isRight(time.stampMillis());
    isRight(time.currentMillis());
    assertThat(time.offsetMillis()).isEqualTo(wrong);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR, YEAR, -YEAR})
  void of_two_clocks_the_one_that_goes_on_from_the_stamps_counts(long wrong) {
    ownOffset = wrong;
    time.atLeast(TRUE - 5_000);
    beats(5, 0);
    assertThat(time.stampMillis() - now()).isBetween(-6_000L, 1_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, -HOUR, YEAR, -YEAR})
  void a_member_whose_clock_is_wrong_moves_nothing(long wrong) {
    time.atLeast(TRUE - 5_000);
    beats(5, wrong, 0);
    isRight(time.stampMillis());
    beats(5, wrong);
    isRight(time.stampMillis());
  }

  @ParameterizedTest
  @ValueSource(longs = {HOUR, YEAR})
  void a_backup_whose_clock_jumped_and_that_is_left_alone_goes_on_in_the_clusters_time(long jump) {
    time.atLeast(TRUE - 5_000);
    beats(5, 0, 0);
    ownOffset = jump;
    beats(5, 0, 0);
    beats((int) (2 * ClusterTime.FRESH.toMillis() / BEAT));
    long stamp = time.stampMillis();
    // A tenth faster, for the time in which nobody else was heard.
    assertThat(stamp - now()).isBetween(0L, ClusterTime.FRESH.toMillis() / 10 + 1_000);
  }

  @Test
  void stamping_often_does_not_stop_the_time_of_a_node_whose_clock_jumped() {
    beats(5);
    isRight(time.stampMillis());
    ownOffset = YEAR;
    for (int i = 0; i < 10_000; i++) {
      if (i % BEAT == 0) {
        time.tick();
      }
      elapsed++;
      long stamp = time.stampMillis();
      assertThat(stamp - now()).isBetween(-100L, 2_000L);
    }
  }

  @Test
  void after_a_week_in_which_all_stood_still_the_members_clocks_count() {
    time.atLeast(TRUE - WEEK);
    beats(2, 0, 0);
    isRight(time.stampMillis());
  }

  @Test
  void two_of_three_members_are_enough_after_a_week() {
    time.atLeast(TRUE - WEEK);
    beats(2, 0);
    isRight(time.stampMillis());
  }

  @Test
  void a_node_alone_believes_its_clock_once_after_its_start() {
    time.atLeast(TRUE - WEEK);
    beats(2);
    isRight(time.stampMillis());
  }

  @Test
  void stamps_ahead_of_the_time_go_on_slowly_and_in_order_until_it_caught_up() {
    time.atLeast(TRUE + HOUR);
    long before = TRUE + HOUR;
    for (int i = 0; i < 2 * HOUR / BEAT; i++) {
      beats(1, 0, 0);
      long stamp = time.stampMillis();
      assertThat(stamp).isGreaterThan(before);
      before = stamp;
    }
    isRight(before);
  }
}
