package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.e2e.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each verb prints, for people and for programs, for good and bad input: every transcript is
 * run again, and the two must be equal, except for what {@link Mask} hides. With {@code
 * -Dchat.transcripts=write} they are written anew, to be looked at as a change of the product.
 */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TranscriptsIT {
  static final Path FOLDER = Path.of("src/test/resources/transcripts");

  /** A transcript that starts a cluster of its own does it here, at the ports from PORTS on. */
  private static final String CLUSTER = "cluster";

  private static final String OPERATOR_CODE = "operators of transcripts";
  private static final String NEEDS = "# needs ";
  private static final boolean WRITE = System.getProperty("chat.transcripts", "").equals("write");

  @TempDir Path homes;
  private Run run;

  @BeforeAll
  void start() {
    run = Run.of(3, "-Dchat.operators=operator", "-Dchat.operator.code=" + OPERATOR_CODE);
  }

  @AfterAll
  void end() {
    run.succeeded();
    run.close();
  }

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void the_transcript_holds(String name) throws IOException, InterruptedException {
    Path home = Files.createDirectory(homes.resolve(name));
    Path file = FOLDER.resolve(name);
    String before = Files.readString(file);
    if (before.startsWith(NEEDS)) {
      String program = before.lines().findFirst().orElseThrow().substring(NEEDS.length());
      assumeTrue(Workplace.has(program), program + " is not installed");
    }
    Files.writeString(home.resolve("password"), "correct horse\n");
    Files.writeString(home.resolve("code"), OPERATOR_CODE + "\n");
    Files.writeString(home.resolve("lines"), "first line\n\nthird line\n");
    Map<String, String> environment =
        Map.of("HOME", home.toString(), "TERM", "xterm", "TZ", "UTC", "COLUMNS", "100");
    Transcript transcript = new Transcript(environment, home, Jars.ofThisBuild().repository());
    String ports = String.valueOf(TutorialIT.freePorts());
    transcript.again("$ chat context add local " + String.join(",", run.cluster.clientAddresses()));
    String after;
    try {
      after = transcript.again(before.replace("FOLDER", home.toString()).replace("PORTS", ports));
    } finally {
      if (Files.exists(home.resolve(CLUSTER))) {
        transcript.again("$ chat local down --dir " + home.resolve(CLUSTER));
      }
    }
    after =
        after
            .replace(home.toString(), "FOLDER")
            .replaceAll(" " + ports + "(?!\\d)", " PORTS"); // Not within a longer number.
    if (WRITE) {
      Files.writeString(file, after);
    } else {
      assertThat(after).as("transcript %s", name).isEqualTo(before);
    }
  }
}
