package chat.cli.terminal;

import chat.cli.output.DisplayWidth;
import chat.cli.session.Picture;
import chat.cli.session.Tone;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedCharSequence;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;

/**
 * Draws pictures: only the rows that changed, each piece at its own column, so that a terminal that
 * finds an emoji wider or narrower than we do shifts no more than that piece. One thread.
 */
final class Painter {
  private static final String HOLD = "\u001b[?2026h";
  private static final String SHOW = "\u001b[?2026l";
  private static final String REPORT_ON = "\u001b[?2004h\u001b[?1004h";
  private static final String REPORT_OFF = "\u001b[?1004l\u001b[?2004l";

  private final Terminal terminal;
  private final PrintWriter out;
  private final boolean colors;
  private final int palette;
  private List<Picture.Row> shown = List.of();

  Painter(Terminal terminal, boolean colors) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.colors = colors;
    this.palette =
        Optional.ofNullable(terminal.getNumericCapability(Capability.max_colors)).orElse(8);
  }

  /** Takes the whole screen; what was on it comes back at {@link #end}. */
  void begin() {
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.keypad_xmit);
    out.print(REPORT_ON);
    terminal.puts(Capability.clear_screen);
    out.flush();
  }

  void end() {
    out.print(REPORT_OFF);
    terminal.puts(Capability.keypad_local);
    terminal.puts(Capability.exit_ca_mode);
    terminal.puts(Capability.cursor_normal);
    out.flush();
  }

  /** The next picture is drawn whole. */
  void forget() {
    shown = List.of();
    terminal.puts(Capability.clear_screen);
  }

  void ring() {
    terminal.puts(Capability.bell);
    out.flush();
  }

  void paint(Picture picture) {
    out.print(HOLD);
    terminal.puts(Capability.cursor_invisible);
    for (int i = 0; i < picture.rows().size(); i++) {
      if (i >= shown.size() || !shown.get(i).equals(picture.rows().get(i))) {
        row(i, picture.rows().get(i));
      }
    }
    terminal.puts(Capability.cursor_address, picture.cursorRow(), picture.cursorColumn());
    terminal.puts(Capability.cursor_normal);
    out.print(SHOW);
    out.flush();
    shown = picture.rows();
  }

  private void row(int index, Picture.Row row) {
    terminal.puts(Capability.cursor_address, index, 0);
    int at = 0;
    for (Picture.Piece piece : row.pieces()) {
      if (piece.text().isEmpty()) {
        continue;
      }
      out.print(" ".repeat(Math.max(0, piece.column() - at)));
      terminal.puts(Capability.cursor_address, index, piece.column());
      // Not toAnsi(terminal): that turns lines into letters of an old character set.
      AttributedString styled = new AttributedString(piece.text(), style(piece.tone()));
      out.print(styled.toAnsi(palette, AttributedCharSequence.ForceMode.None));
      at = piece.column() + DisplayWidth.of(piece.text());
    }
    if (at < terminal.getWidth()) {
      terminal.puts(Capability.clr_eol);
    }
  }

  private AttributedStyle style(Tone tone) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    return switch (tone) {
      case PLAIN -> plain;
      case FAINT -> plain.faint();
      case STRONG -> plain.bold();
      case ME -> colored(plain.bold(), AttributedStyle.GREEN);
      case NAME -> colored(plain, AttributedStyle.CYAN);
      case UNREAD -> colored(plain.bold(), AttributedStyle.YELLOW);
      case CHOSEN -> colored(plain.bold(), AttributedStyle.CYAN);
      case GOOD -> colored(plain, AttributedStyle.GREEN);
      case WAITING -> colored(plain, AttributedStyle.YELLOW);
      case BAD -> colored(plain, AttributedStyle.RED);
    };
  }

  private AttributedStyle colored(AttributedStyle style, int color) {
    return colors ? style.foreground(color) : style;
  }
}
