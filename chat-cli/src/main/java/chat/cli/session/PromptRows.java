package chat.cli.session;

import chat.cli.output.DisplayWidth;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import chat.cli.text.TypedText;
import java.util.ArrayList;
import java.util.List;

/** The prompt as rows, with the place of its cursor; a long text scrolls within its rows. */
record PromptRows(List<Row> rows, int cursorRow, int cursorColumn) {
  private static final int WIDEST_LABEL = 14;
  private static final int LEAST_TEXT = 12;

  static PromptRows of(String name, Prompt prompt, int width, int most) {
    String label = label(name, width);
    int indent = DisplayWidth.of(label);
    int room = width - indent - 1; // The cursor may stand behind the last character.
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int at = 0;
    int used = 0;
    int cursorRow = 0;
    int cursorColumn = 0;
    for (String cluster : DisplayWidth.clusters(prompt.text())) {
      String drawn = TypedText.visible(cluster);
      boolean breaks = cluster.equals("\n");
      int wide = breaks ? 0 : DisplayWidth.of(drawn);
      if (used + wide > room) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      }
      if (at == prompt.cursor()) {
        cursorRow = lines.size();
        cursorColumn = used;
      }
      at += cluster.length();
      if (breaks) {
        lines.add(line.toString());
        line.setLength(0);
        used = 0;
      } else {
        line.append(drawn);
        used += wide;
      }
    }
    if (at == prompt.cursor()) {
      cursorRow = lines.size();
      cursorColumn = used;
    }
    lines.add(line.toString());
    return window(label, lines, cursorRow, indent + cursorColumn, most);
  }

  private static PromptRows window(
      String label, List<String> lines, int cursorRow, int cursorColumn, int most) {
    int shown = Math.min(lines.size(), most);
    int first = Math.clamp(cursorRow - shown + 1, 0, lines.size() - shown);
    List<Row> rows = new ArrayList<>();
    for (int i = first; i < first + shown; i++) {
      List<Piece> pieces = new ArrayList<>();
      if (i == 0) {
        pieces.add(new Piece(0, label, Tone.ME));
      } else if (i == first) {
        pieces.add(new Piece(0, "↑", Tone.FAINT));
      } else if (i == first + shown - 1 && i < lines.size() - 1) {
        pieces.add(new Piece(0, "↓", Tone.FAINT));
      }
      pieces.add(new Piece(DisplayWidth.of(label), lines.get(i), Tone.PLAIN));
      rows.add(new Row(pieces));
    }
    return new PromptRows(rows, cursorRow - first, cursorColumn);
  }

  private static String label(String name, int width) {
    String sign = "› ";
    if (name.isEmpty() || width < WIDEST_LABEL + LEAST_TEXT) {
      return sign;
    }
    return DisplayWidth.fit(name, WIDEST_LABEL) + " " + sign;
  }
}
