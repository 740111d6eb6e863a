package chat.node.sqlite;

import chat.node.chat.ResultPage;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the rows of one page until its rows or bytes are used up. Rows with the same key (a
 * position of the log) are never divided between two pages.
 */
final class PageRows<T> {
  /** Of a row without its text: ids, names, times. */
  static final long ROW_BYTES = 200;

  private final int maxRows;
  private final long maxBytes;
  private final List<T> rows = new ArrayList<>();
  private long bytes;
  private long lastKey;
  private boolean full;

  PageRows(int maxRows, long maxBytes) {
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  /**
   * Whether a row of so many bytes of text still belongs to this page; the first one always does.
   */
  boolean takes(long key, long textBytes) {
    boolean first = rows.isEmpty();
    boolean together = !first && key == lastKey;
    full |=
        !together
            && (rows.size() >= maxRows || (!first && bytes + textBytes + ROW_BYTES > maxBytes));
    return !full;
  }

  void add(long key, long textBytes, T row) {
    rows.add(row);
    bytes += textBytes + ROW_BYTES;
    lastKey = key;
  }

  /** A row didn't fit: the list goes on behind the last row. */
  boolean isFull() {
    return full;
  }

  int missing() {
    return Math.max(0, maxRows - rows.size());
  }

  /** The page, after which {@code more} may follow behind the key {@code reached}. */
  ResultPage<T> page(boolean more, long reached) {
    if (full) {
      return new ResultPage<>(rows, true, lastKey);
    }
    return more ? new ResultPage<>(rows, true, reached) : ResultPage.last(rows);
  }
}
