package chat.cli.session;

import chat.cli.output.DisplayWidth;
import java.util.List;

/**
 * What there is to see: as many rows as the terminal has, and where the cursor stands, from 0. No
 * row is wider than the terminal.
 */
public record Picture(List<Row> rows, int cursorRow, int cursorColumn) {
  public Picture {
    rows = List.copyOf(rows);
  }

  /** A row's pieces, each at its own column: a wrong guess of a width spoils one piece only. */
  public record Row(List<Piece> pieces) {
    public static final Row EMPTY = new Row(List.of());

    public Row {
      pieces = List.copyOf(pieces);
    }

    public String text() {
      StringBuilder text = new StringBuilder();
      int at = 0;
      for (Piece piece : pieces) {
        text.append(" ".repeat(Math.max(0, piece.column() - at))).append(piece.text());
        at = piece.column() + DisplayWidth.of(piece.text());
      }
      return text.toString().stripTrailing();
    }
  }

  /** Text in one tone that begins at a column, from 0. */
  public record Piece(int column, String text, Tone tone) {
    int end() {
      return column + DisplayWidth.of(text);
    }
  }

  /** As it looks without colours. */
  public List<String> text() {
    return rows.stream().map(Row::text).toList();
  }
}
