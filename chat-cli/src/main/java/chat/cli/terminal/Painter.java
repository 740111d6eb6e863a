package chat.cli.terminal;

import chat.cli.output.DisplayWidth;
import chat.cli.session.Picture;
import java.io.PrintWriter;
import java.util.List;
import org.jline.terminal.Terminal;
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
  private final Ink ink;
  private List<Picture.Row> shown = List.of();

  Painter(Terminal terminal, boolean colors) {
    this.terminal = terminal;
    this.out = terminal.writer();
    this.ink = new Ink(colors);
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
      out.print(ink.on(piece.text(), piece.tone()));
      at = piece.column() + DisplayWidth.of(piece.text());
    }
    if (at < terminal.getWidth()) {
      terminal.puts(Capability.clr_eol);
    }
  }
}
