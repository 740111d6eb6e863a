package chat.node.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds of images don't fail or hang with the training: nothing needs what it makes. */
class TrainStartupTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("basedir", ".")).resolve("../scripts/train-startup").normalize();
  private static final long BOUND_SECONDS = 60;

  @TempDir Path folder;
  private Path app;
  private Path java;

  @BeforeEach
  void places() throws IOException {
    app = Files.createDirectories(folder.resolve("app"));
    java = Files.createDirectories(folder.resolve("bin")).resolve("java");
    Files.writeString(app.resolve("start.aot"), "of an older build");
    program("keytool", "exit 0");
  }

  @Test
  void without_java_there_are_no_caches_and_that_is_all() throws Exception {
    assertThat(train()).contains("no rehearsal");
    assertThat(app.resolve("start.aot")).doesNotExist();
  }

  @Test
  void a_node_that_does_not_start_ends_the_rehearsal() throws Exception {
    program("java", "case \"$*\" in *Rehearsal*) echo api; exec sleep 300 ;; *) exit 3 ;; esac");
    assertThat(train("CHAT_TRAINING_SECONDS=300")).contains("no rehearsal");
    assertThat(app.resolve("start.aot")).doesNotExist();
  }

  @Test
  void processes_that_hang_are_killed() throws Exception {
    program("java", "echo $$ >>'" + folder + "/pids'; trap '' TERM; echo api; exec sleep 300");
    assertThat(train("CHAT_TRAINING_SECONDS=3")).contains("no rehearsal");
    List<String> pids = Files.readAllLines(folder.resolve("pids"));
    assertThat(pids).hasSize(4);
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent());
  }

  @Test
  void nothing_is_left_in_the_folder_for_temporary_files() throws Exception {
    assertThat(train()).contains("no rehearsal");
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  private void program(String name, String does) throws IOException {
    Path file = java.resolveSibling(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + does + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What it says. It ends well, and soon. */
  private String train(String... environment) throws Exception {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash", SCRIPT.toString(), app.toString(), app.toString(), java.toString());
    builder.environment().put("TMPDIR", Files.createDirectories(folder.resolve("tmp")).toString());
    for (String one : environment) {
      builder.environment().put(one.split("=")[0], one.split("=")[1]);
    }
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(log);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
