package chat.cli.command;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the process has around it, so that tests can put something else there. */
public record Surroundings(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outOnTerminal,
    boolean errOnTerminal,
    Optional<Console> console,
    Path home,
    boolean isProcess) {

  /** Other streams than those of this process. */
  public Surroundings(
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      boolean outOnTerminal,
      boolean errOnTerminal,
      Optional<Console> console,
      Path home) {
    this(environment, in, out, err, outOnTerminal, errOnTerminal, console, home, false);
  }

  private static final int OUT_BUFFER_BYTES = 1 << 16;
  private static final String CONSOLE_ENCODING = "stdin.encoding";

  /**
   * Reads {@code chat.terminals} (which of the descriptors 0, 1 and 2 are terminals) and {@code
   * chat.home} (where the built jars are), as the start script sets them.
   */
  public static Surroundings ofProcess() {
    Optional<Console> console = bytewiseConsole();
    String terminals = System.getProperty("chat.terminals", console.isPresent() ? "012" : "");
    return new Surroundings(
        System.getenv(),
        System.in,
        stream(FileDescriptor.out, terminals.contains("1")),
        stream(FileDescriptor.err, true),
        terminals.contains("1"),
        terminals.contains("2"),
        console,
        Path.of(System.getProperty("chat.home", ".")).toAbsolutePath(),
        true);
  }

  /**
   * Its reader gives bytes, as characters of ISO 8859-1, so that the strict decoder can have them:
   * by itself it would put U+FFFD where it can't decode.
   */
  private static Optional<Console> bytewiseConsole() {
    String before = System.getProperty(CONSOLE_ENCODING, StandardCharsets.UTF_8.name());
    System.setProperty(CONSOLE_ENCODING, StandardCharsets.ISO_8859_1.name());
    try {
      return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    } finally {
      System.setProperty(CONSOLE_ENCODING, before);
    }
  }

  /** Text is UTF-8 whatever the locale says: what was sent comes out as the same bytes. */
  private static PrintStream stream(FileDescriptor descriptor, boolean flushLines) {
    var buffered =
        new java.io.BufferedOutputStream(new FileOutputStream(descriptor), OUT_BUFFER_BYTES);
    return new PrintStream(buffered, flushLines, StandardCharsets.UTF_8);
  }
}
