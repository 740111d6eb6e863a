package chat.cli.terminal;

import java.nio.charset.StandardCharsets;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of the screen, whatever the locale says. Its reader gives each byte as one character
 * of ISO 8859-1, and {@link Keyboard} decodes them: the terminal's own decoder would put U+FFFD in
 * the place of bytes that are not UTF-8. Its writer writes UTF-8.
 */
final class ScreenTerminal {
  private ScreenTerminal() {}

  static TerminalBuilder builder() {
    return TerminalBuilder.builder()
        .encoding(StandardCharsets.UTF_8)
        .stdinEncoding(StandardCharsets.ISO_8859_1)
        .stdoutEncoding(StandardCharsets.UTF_8)
        .stderrEncoding(StandardCharsets.UTF_8);
  }
}
