package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.cluster.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line as {@code scripts/dist} packs it, unpacked where there is no Java. */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DistributionIT {
  private Path place;
  private Path chat;

  private record Outcome(String output, int exitCode) {}

  @BeforeAll
  void pack(@TempDir Path folder) throws IOException, InterruptedException {
    Path built = folder.resolve("built");
    Path script = Jars.ofThisBuild().repository().resolve("scripts/dist");
    ProcessBuilder dist = new ProcessBuilder(script.toString(), built.toString());
    dist.environment().put("CHAT_JAVA_HOME", System.getProperty("java.home"));
    Outcome packed = run(dist);
    assertThat(packed.exitCode()).as(packed.output()).isZero();
    String archive = packed.output().strip().lines().reduce("", (_, last) -> last);
    place = Files.createDirectory(folder.resolve("un packed"));
    Outcome unpacked = run(new ProcessBuilder("tar", "-C", place.toString(), "-xzf", archive));
    assertThat(unpacked.exitCode()).as(unpacked.output()).isZero();
    // What it was made from is no longer there.
    run(new ProcessBuilder("rm", "-r", built.toString()));
    chat = place.resolve("chat");
  }

  private static Outcome run(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(output, process.waitFor());
  }

  /** With nothing around it but a shell. */
  private Outcome alone(Path program, String... arguments)
      throws IOException, InterruptedException {
    Path tools = place.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      for (String tool : List.of("sh", "readlink", "dirname")) {
        Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool));
      }
    }
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", place.toString());
    builder.environment().put("JAVA_HOME", "/nowhere");
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx1k");
    return run(builder);
  }

  @Test
  void it_runs_where_there_is_no_java() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(place.resolve("linked"), chat.resolve("bin/chat"));
    Outcome version = alone(link, "version", "-o", "json");
    assertThat(version.exitCode()).as(version.output()).isZero();
    assertThat(version.output()).contains("\"java\" : \"" + Runtime.version().feature());
    Outcome status = alone(link, "--address", "localhost:1", "--timeout", "100ms", "status");
    assertThat(status.exitCode()).as(status.output()).isEqualTo(6);
  }

  /** With it or not at all: else the JVM would start without, and say nothing. */
  @Test
  void its_cache_holds_where_it_was_unpacked() throws IOException, InterruptedException {
    Path strict = chat.resolve("bin/strict");
    String launcher = Files.readString(chat.resolve("bin/chat"));
    assertThat(launcher).contains("-Xlog:disable");
    Files.copy(chat.resolve("bin/chat"), strict);
    Files.writeString(strict, launcher.replace("-Xlog:disable", "-XX:AOTMode=on"));
    Outcome help = alone(strict, "--help");
    assertThat(help.exitCode()).as(help.output()).isZero();
    assertThat(help.output()).startsWith("Usage: chat");
  }

  @Test
  void it_has_a_manual_and_completions() throws IOException, InterruptedException {
    Path share = chat.resolve("share");
    try (Stream<Path> pages = Files.list(share.resolve("man/man1"))) {
      List<String> names = pages.map(p -> String.valueOf(p.getFileName())).toList();
      assertThat(names).contains("chat.1", "chat-send.1", "chat-group-add.1");
      if (Workplace.has("groff")) {
        for (String name : names) {
          String page = share.resolve("man/man1").resolve(name).toString();
          Outcome said = run(new ProcessBuilder("groff", "-man", "-ww", "-z", "-Tutf8", page));
          assertThat(said.output()).as(name).isEmpty();
        }
      }
    }
    String bash = share.resolve("bash-completion/completions/chat").toString();
    assertThat(run(new ProcessBuilder("bash", "-n", bash))).isEqualTo(new Outcome("", 0));
    Path fish = share.resolve("fish/vendor_completions.d/chat.fish");
    assertThat(Files.readString(fish)).contains("complete -c chat -n '__chat_at' -a send");
    if (Workplace.has("fish")) {
      assertThat(offered(fish, "chat gro")).startsWith("group\t");
      assertThat(offered(fish, "chat --context bob group re")).contains("rename\t", "remove\t");
      assertThat(offered(fish, "chat status -o js")).contains("json\t", "jsonl\t");
    }
  }

  private static String offered(Path script, String line) throws IOException, InterruptedException {
    String command = "source '%s'; complete -C '%s'".formatted(script, line);
    return run(new ProcessBuilder("fish", "--no-config", "-c", command)).output();
  }
}
