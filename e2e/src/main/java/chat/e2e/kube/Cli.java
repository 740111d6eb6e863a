package chat.e2e.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line as one user has it, with folders of his own. It reaches a release by its
 * namespace, through port-forwards that it opens itself.
 */
public final class Cli {
  private static final Duration LIMIT = Duration.ofMillis(Release.PATIENCE_MILLIS);
  private static final String PASSWORD = "correct horse battery staple";

  private final KubeCluster cluster;
  private final Release release;
  private final Path folder;

  public Cli(KubeCluster cluster, Release release) {
    this.cluster = cluster;
    this.release = release;
    try {
      this.folder = Files.createTempDirectory("chat-cli-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Registers, which also logs in. */
  public void register(String name) {
    run("register", name, "--password-file", password().toString());
  }

  public void login(String name) {
    run("login", name, "--password-file", password().toString());
  }

  private Path password() {
    try {
      return Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a verb to its end, and gives what it printed; fails where it fails. */
  public String run(String... words) {
    Commands.Outcome outcome = Commands.outcome(LIMIT, environment(), command(words));
    if (outcome.status() != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + " gave " + outcome.status() + ": " + outcome.output());
    }
    return outcome.output();
  }

  /** Starts a verb that goes on until it is ended; its output is in {@link Running#lines()}. */
  public Running start(String... words) {
    try {
      Path output = folder.resolve("output-" + System.nanoTime());
      Path errors = folder.resolve("errors-" + System.nanoTime());
      Process process =
          builder(words).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      return new Running(process, output, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a verb is started by somebody else, such as a terminal. */
  public ProcessBuilder builder(String... words) {
    ProcessBuilder builder = new ProcessBuilder(command(words));
    builder.environment().putAll(environment());
    return builder;
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(cluster.repository().resolve("chat").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--namespace", release.namespace(), "--release", Release.NAME));
    command.addAll(List.of("--timeout", LIMIT.toSeconds() + "s"));
    return command;
  }

  private Map<String, String> environment() {
    return Map.of(
        "XDG_CONFIG_HOME", folder.resolve("config").toString(),
        "XDG_DATA_HOME", folder.resolve("data").toString(),
        "XDG_STATE_HOME", folder.resolve("state").toString(),
        "XDG_CACHE_HOME", folder.resolve("cache").toString());
  }

  /** A verb at work. */
  public record Running(Process process, Path output, Path errors) implements AutoCloseable {
    public List<String> lines() {
      return read(output);
    }

    /** What it had to say beside its data. */
    public List<String> notes() {
      return read(errors);
    }

    private static List<String> read(Path file) {
      try {
        return Files.readAllLines(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroy();
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
