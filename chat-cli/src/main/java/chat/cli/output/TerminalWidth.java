package chat.cli.output;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many columns the terminal has. */
public final class TerminalWidth {
  /** No limit is known. */
  public static final int UNKNOWN = 0;

  private static final long PATIENCE_MILLIS = 500;

  private TerminalWidth() {}

  /**
   * What {@code COLUMNS} says, else what the start script saw ({@code chat.columns}: that takes it
   * a millisecond, and this program many), else the terminal itself.
   */
  public static int columns(Map<String, String> environment) {
    String given = environment.getOrDefault("COLUMNS", System.getProperty("chat.columns", ""));
    return given.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(given) : ofTerminal();
  }

  private static int ofTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return UNKNOWN;
      }
      String size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return size.matches("[0-9]+ [1-9][0-9]{0,3}")
          ? Integer.parseInt(size.substring(size.indexOf(' ') + 1))
          : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
