package chat.node.replica.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Members that are constantly slow delay linearizable reads and never starve them. */
class SlowMembersTest {
  private static final int SEEDS = 300;

  @Test
  void a_read_completes_although_each_member_answers_later_than_the_retry_interval() {
    long reads = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      reads += SlowMembers.run(seed);
    }
    assertThat(reads).isGreaterThan(SEEDS);
  }
}
