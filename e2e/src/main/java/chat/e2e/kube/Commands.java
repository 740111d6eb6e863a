package chat.e2e.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands as a user would, and fails with their words where they fail. */
final class Commands {
  private Commands() {}

  /** What a command printed, its errors too, and how it ended. */
  record Outcome(int status, String output) {}

  /** Gives what the command printed. It is ended, and fails, after {@code limit}. */
  static String run(Duration limit, List<String> command) {
    Outcome outcome = outcome(limit, Map.of(), command);
    if (outcome.status() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " gave " + outcome.status() + ": " + outcome.output());
    }
    return outcome.output();
  }

  static Outcome outcome(Duration limit, Map<String, String> environment, List<String> command) {
    Path output = null;
    try {
      // A file, since what the command leaves running in the background would keep a pipe open.
      output = Files.createTempFile("command", ".out");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      String words = Files.readString(output);
      return ended
          ? new Outcome(process.exitValue(), words)
          : new Outcome(-1, "not done within " + limit + ": " + words);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    } finally {
      delete(output);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
