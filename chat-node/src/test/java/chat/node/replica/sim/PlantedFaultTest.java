package chat.node.replica.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation can fail: each of these faults, planted in the core, is caught by some seed. */
class PlantedFaultTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "."), "src/main/java/chat/node/replica");
  private static final int MAX_SEEDS = 30_000;

  static List<PlantedFault> faults() {
    String sought = System.getProperty("sim.fault", "");
    return PlantedFault.all().stream().filter(fault -> fault.name().contains(sought)).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void is_caught(PlantedFault fault) throws Exception {
    Optional<String> caught = Mutant.firstFailure(fault, SOURCES, MAX_SEEDS);
    assertThat(caught).as("no seed up to %d catches: %s", MAX_SEEDS, fault).isPresent();
    System.out.println(fault + ": " + caught.orElse("").lines().findFirst().orElse(""));
  }
}
