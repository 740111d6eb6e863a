package chat.node.replica.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Visits all states near the start, for several bounds; how many and how deep, it prints. {@code
 * -Dexplore.budget=S} gives each of the bounds S seconds.
 */
class ExplorationTest {
  private static final long GATE_SECONDS = 6;
  private static final int MOST_STATES = 3_000_000;

  static List<Bounds> bounds() {
    return List.of(
        Bounds.of(2, 1).proposals(0).packetsPerWay(1),
        Bounds.of(2, 2).crashes(1).packetsPerWay(1),
        Bounds.of(2, 2).reads(1).packetsPerWay(1),
        Bounds.of(2, 2).lostDisks(1).compactions(1).packetsPerWay(1),
        Bounds.of(2, 2).handOvers(1).leaves(1).packetsPerWay(1),
        Bounds.of(3, 2).crashes(1).reads(1).duplicates(1));
  }

  @ParameterizedTest
  @MethodSource("bounds")
  void no_state_breaks_an_invariant(Bounds bounds) {
    long millis = 1000 * Long.getLong("explore.budget", GATE_SECONDS);
    Exploration.Report report = Exploration.run(bounds, MOST_STATES, millis);
    System.out.println(bounds + ": " + report);
    assertThat(report.states()).isGreaterThan(100);
  }
}
