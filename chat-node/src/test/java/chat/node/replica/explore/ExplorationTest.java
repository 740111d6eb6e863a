package chat.node.replica.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Visits all states: those of two nodes to the end, those of three up to a depth. How many and how
 * deep, it prints. {@code -Dexplore.depth=N} goes deeper with three.
 */
class ExplorationTest {
  private static final int DEPTH_OF_THREE = 5;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THREE")
  void no_state_of_two_nodes_breaks_an_invariant_and_none_is_left_out(Space space) {
    Exploration.Report report = Exploration.run(space.bounds, Integer.MAX_VALUE);
    System.out.println(space + ", " + space.bounds + ": " + report);
    assertThat(report.exhausted()).isTrue();
    assertThat(report.states()).isGreaterThan(500);
  }

  @Test
  void no_state_of_three_nodes_near_the_start_breaks_an_invariant() {
    int depth = Integer.getInteger("explore.depth", DEPTH_OF_THREE);
    Exploration.Report report = Exploration.run(Space.THREE.bounds, depth);
    System.out.println(Space.THREE + ", " + Space.THREE.bounds + ": " + report);
    assertThat(report.depth()).isEqualTo(depth);
  }
}
