package chat.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, aligned by display width. Cells are made harmless and kept on one line. */
public final class Table {
  private static final String GAP = "  ";

  /** With fewer columns than these, text is hard to read. */
  static final int LEAST_TEXT = 24;

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean wrapsLast;
  private String none = "";

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** The last column is for long text: on a terminal it is wrapped within its column. */
  public Table wrapLast() {
    wrapsLast = true;
    return this;
  }

  /** What a person is told where there is no row. */
  public Table ifNone(String sentence) {
    none = sentence;
    return this;
  }

  String none() {
    return none;
  }

  boolean isEmpty() {
    return rows.isEmpty();
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

  /** However wide that is: the heading first, then the rows; no spaces at the end of a line. */
  public List<String> lines() {
    return lines(TerminalWidth.UNKNOWN);
  }

  /**
   * For a terminal with so many columns. Where they leave little room for the last column's text,
   * it gets lines of its own.
   */
  public List<String> lines(int columns) {
    int last = headings.size() - 1;
    int[] widths = new int[headings.size()];
    widen(widths, headings);
    rows.forEach(row -> widen(widths, row));
    int lastAt = Arrays.stream(widths, 0, last).map(w -> w + GAP.length()).sum();
    boolean fits = columns == TerminalWidth.UNKNOWN || lastAt + widths[last] <= columns;
    List<String> lines = new ArrayList<>();
    lines.add(line(widths, headings));
    for (List<String> row : rows) {
      if (fits || !wrapsLast) {
        lines.add(line(widths, row));
      } else if (columns - lastAt >= LEAST_TEXT) {
        wrapped(lines, line(widths, row.subList(0, last)), lastAt, row.get(last), columns);
      } else {
        lines.add(line(widths, row.subList(0, last)));
        below(lines, row.get(last), columns);
      }
    }
    return lines;
  }

  private static void wrapped(List<String> lines, String head, int at, String text, int columns) {
    String before = head + " ".repeat(at - DisplayWidth.of(head));
    for (String part : Wrap.rows(text, columns - at)) {
      lines.add((before + part).stripTrailing());
      before = " ".repeat(at);
    }
  }

  private static void below(List<String> lines, String text, int columns) {
    for (String part : Wrap.rows(text, Math.max(2, columns - GAP.length()))) {
      lines.add(GAP + part);
    }
  }

  private static void widen(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], DisplayWidth.of(cells.get(i)));
    }
  }

  private static String line(int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell);
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - DisplayWidth.of(cell))).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }
}
