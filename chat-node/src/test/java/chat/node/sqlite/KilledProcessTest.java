package chat.node.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.sqlite.WriteScript.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes are killed with SIGKILL while they write; what they acknowledged is there. */
class KilledProcessTest {
  private static final int KILLS = Integer.getInteger("chat.crash.kills", 6);
  private static final long SEED = Long.getLong("chat.crash.seed", 3);
  private static final int MOST_LINES = 800;

  @TempDir Path temp;

  @Test
  void whatAKilledProcessAcknowledgedIsThere() throws Exception {
    Random random = new Random(SEED);
    Seen expected = new Seen(0, 0, 0, 0);
    for (int kill = 0; kill < KILLS; kill++) {
      String[] last = lastWords(random.nextLong(), random.nextInt(MOST_LINES));
      try (DataFolder folder = DataFolder.open(temp, TestState.OWNER, KilledWriter.SETTINGS)) {
        assertThat(folder.setAside()).isEmpty();
        Seen found = Seen.of(folder.found().recovered());
        // Never less than acknowledged; more only by the write that was going on.
        assertThat(found.toString()).as("seed %d, kill %d", SEED, kill).isIn((Object[]) last);
        assertThat(found.applied()).isBetween(expected.applied(), found.lastIndex());
        assertThat(TestState.digest(folder.database()))
            .isEqualTo(WriteScript.digestAt(found.applied()));
        expected = found;
      }
    }
    assertThat(expected.applied()).isPositive();
  }

  @Test
  void aFolderThatAnotherProcessHasIsRefusedWithItsPid() throws Exception {
    Process writer = start(1);
    try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(lines.readLine()).startsWith("ack");
      Process second = start(2);
      try (BufferedReader refusal = second.inputReader(StandardCharsets.US_ASCII)) {
        assertThat(refusal.readLine())
            .startsWith("DATA_FOLDER_IN_USE")
            .contains("process " + writer.pid());
      }
      second.waitFor();
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void aProcessRemovesTheLibraryThatAKilledOneLeft() throws Exception {
    lastWords(1, 0);
    List<String> left = unpacked(DataFolder.nativeFolder(temp));
    assertThat(left).hasSize(1);
    lastWords(2, 0);
    assertThat(unpacked(DataFolder.nativeFolder(temp)))
        .hasSize(1)
        .doesNotContainAnyElementsOf(left);
  }

  @Test
  void aFolderThatAnOperatorGaveToTheDriverIsLeftToIt() throws Exception {
    Path chosen = Files.createDirectory(temp.resolve("chosen"));
    Path others = Files.createFile(chosen.resolve("sqlite-3.0-1-libsqlitejdbc.so"));
    Files.createFile(chosen.resolve(others.getFileName() + ".lck"));
    Process writer = start(1, "-Dorg.sqlite.tmpdir=" + chosen);
    try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(lines.readLine()).startsWith("ack");
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(unpacked(chosen)).hasSize(2).contains(others.getFileName().toString());
    assertThat(DataFolder.nativeFolder(temp)).doesNotExist();
  }

  private static List<String> unpacked(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".lck"))
          .toList();
    }
  }

  /** The last acknowledgement of a process killed after some lines, and the attempt after it. */
  private String[] lastWords(long seed, int lines) throws Exception {
    Process process = start(seed);
    String acknowledged = "";
    String tried = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("ack ")) {
          acknowledged = line.substring(4);
        } else if (line.startsWith("try ")) {
          tried = line.substring(4);
        } else {
          throw new AssertionError("the process says: " + line);
        }
        if (seen++ == lines) {
          process.toHandle().destroyForcibly(); // The pipe stays readable to its end.
        }
      }
    }
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    return new String[] {acknowledged, tried};
  }

  private Process start(long seed, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(options));
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    command.addAll(List.of(KilledWriter.class.getName(), temp.toString(), Long.toString(seed)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
