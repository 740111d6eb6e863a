package chat.cli.command;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A command line as a script runs it: nothing to read, and no terminal. */
public final class InAPipe {
  private InAPipe() {}

  /** Gives the exit code. */
  public static int run(
      Map<String, String> environment,
      Path home,
      OutputStream out,
      OutputStream err,
      String... arguments) {
    return ChatCommand.execute(
        new Surroundings(
            environment,
            InputStream.nullInputStream(),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            Optional.empty(),
            home),
        arguments);
  }
}
