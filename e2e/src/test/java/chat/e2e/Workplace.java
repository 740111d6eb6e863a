package chat.e2e;

import chat.e2e.cluster.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * A folder with a {@code chat} program in it that is a person's home at the same time. The program
 * is the jar that the build made, started as the repository's own {@code chat} does.
 */
final class Workplace {
  private final Path folder;

  /** {@code prelude}: lines of shell that see the arguments before the program does. */
  Workplace(Path folder, String prelude) throws IOException {
    this.folder = folder;
    Path repository = Jars.ofThisBuild().repository();
    Path script = folder.resolve("chat");
    Files.writeString(
        script,
        """
        #!/usr/bin/env bash
        %s
        terminals=
        if [ -t 0 ]; then terminals+=0; fi
        if [ -t 1 ]; then terminals+=1; fi
        if [ -t 2 ]; then terminals+=2; fi
        exec '%s/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m \\
          --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
          -Dchat.home='%s' -Dchat.terminals="$terminals" -jar '%s/chat-cli/target/chat-cli.jar' "$@"
        """
            .formatted(prelude, System.getProperty("java.home"), repository, repository));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(folder.resolve("password"), "correct horse\n");
  }

  Path folder() {
    return folder;
  }

  /** What a command printed, both streams together, and its exit code. */
  record Outcome(String output, int exitCode) {}

  /** A line of shell, run here. */
  Outcome run(String line) {
    try {
      Process process = start(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(output, process.waitFor());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(line, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The same, which must succeed. */
  String succeed(String line) {
    Outcome outcome = run(line);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(line + " ended with " + outcome);
    }
    return outcome.output();
  }

  ProcessBuilder start(String line) {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", line).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("TZ", "UTC");
    builder.environment().keySet().removeIf(k -> k.startsWith("XDG_") || k.equals("NO_COLOR"));
    return builder;
  }

  /** Whether a program is installed. */
  static boolean has(String program) {
    try {
      Process which = new ProcessBuilder("bash", "-c", "command -v " + program).start();
      which.getInputStream().readAllBytes();
      return which.waitFor(10, TimeUnit.SECONDS) && which.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
