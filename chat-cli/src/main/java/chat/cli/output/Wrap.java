package chat.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Text broken into rows of a width: at spaces where there are some, within a word where not. */
public final class Wrap {
  private Wrap() {}

  /** At least one row; a line break in the text begins a new one. Made harmless for a terminal. */
  public static List<String> rows(String text, int columns) {
    if (columns < 2) {
      throw new IllegalArgumentException("no room for a wide character in " + columns + " columns");
    }
    List<String> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      wrap(SafeText.line(line), columns, rows);
    }
    return rows;
  }

  private static void wrap(String line, int columns, List<String> rows) {
    StringBuilder row = new StringBuilder();
    int width = 0;
    int breakAt = -1; // Behind the last space of the row.
    for (String cluster : DisplayWidth.clusters(line)) {
      int wide = DisplayWidth.of(cluster);
      if (width + wide > columns) {
        boolean space = cluster.equals(" ");
        int cut = space || breakAt <= 0 ? row.length() : breakAt;
        rows.add(row.substring(0, cut).stripTrailing());
        row.delete(0, cut);
        breakAt = -1;
        width = DisplayWidth.of(row.toString());
        if (space) {
          continue;
        }
      }
      row.append(cluster);
      width += wide;
      if (cluster.equals(" ")) {
        breakAt = row.length();
      }
    }
    rows.add(row.toString());
  }
}
