package chat.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, aligned by display width. Cells are made harmless and kept on one line. */
public final class Table {
  private static final String GAP = "  ";
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  public Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + headings);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(SafeText.line(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  /** The heading first, then the rows; no spaces at the end of a line. */
  public List<String> lines() {
    int[] widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    List<String> lines = new ArrayList<>();
    lines.add(line(widths, headings));
    rows.forEach(row -> lines.add(line(widths, row)));
    return lines;
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
    }
  }

  private static String line(int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell);
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - DisplayWidth.of(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }
}
