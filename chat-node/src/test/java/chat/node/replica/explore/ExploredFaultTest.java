package chat.node.replica.explore;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.replica.sim.Mutant;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The exploration can fail: each of these faults, planted in the core, is met on a shortest way.
 */
class ExploredFaultTest {
  private static final Path SOURCES =
      Path.of(System.getProperty("basedir", "."), "src/main/java/chat/node/replica");

  @ParameterizedTest
  @CsvSource({
    "the primary commits what only its own disk has, PROMOTION",
    "no step-down on a view of a higher epoch, PROMOTION",
    "a restarted primary goes on in its epoch, CRASH",
    "a follower acknowledges before it is durable, SLOW_DISK",
    "a follower applies before the commit, CRASH_OF_SLOW_DISK",
    "a follower acknowledges its own log's end, PROMOTION",
  })
  @SuppressWarnings("unchecked")
  void is_met(String fault, String space) throws Exception {
    Optional<String> met =
        (Optional<String>)
            Mutant.of(fault, SOURCES)
                .loadClass(Exploration.class.getName())
                .getMethod("firstViolation", String.class)
                .invoke(null, space);
    assertThat(met).as("%s hides %s", space, fault).isPresent();
    System.out.println(fault + ", in " + space + ": " + met.orElse(""));
  }
}
