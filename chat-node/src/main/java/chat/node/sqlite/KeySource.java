package chat.node.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Positions of one kind of row in one place (a pair's messages, a group's marks), ascending, read
 * from an index in blocks that double: a source of which a page takes little is read little.
 */
final class KeySource<T> {
  private static final int FIRST_BLOCK = 4;
  private static final int LAST_BLOCK = 1_024;

  /** Reads the rows with {@code after < position <= through} until the page is full. */
  @FunctionalInterface
  interface Rows<T> {
    void read(long after, long through, PageRows<T> page) throws SQLException;
  }

  private final String keys;
  private final long scope;
  private final long through;
  private final Rows<T> rows;
  private final @Nullable KeySource<T> repeated;
  private long[] block = {};
  private int at;
  private int size = FIRST_BLOCK;
  private long last;

  /**
   * @param keys a query for positions: parameters are {@code scope}, the position after which, that
   *     through which, how many
   * @param repeated a source some of whose positions occur in this one, too, and then mean the same
   */
  KeySource(
      String keys,
      long scope,
      long after,
      long through,
      Rows<T> rows,
      @Nullable KeySource<T> repeated) {
    this.keys = keys;
    this.scope = scope;
    this.last = after;
    this.through = through;
    this.rows = rows;
    this.repeated = repeated;
  }

  /** The lowest position that wasn't taken; false where there is none. */
  boolean hasNext(SqlChatStatements sql) throws SQLException {
    if (at == block.length) {
      block = fetch(sql);
      at = 0;
      size = Math.min(LAST_BLOCK, 2 * size);
    }
    return at < block.length;
  }

  private long[] fetch(SqlChatStatements sql) throws SQLException {
    long[] found = new long[size];
    int count = 0;
    try (ResultSet row = sql.query(keys, scope, last, through, size)) {
      while (row.next()) {
        found[count++] = row.getLong(1);
      }
    }
    return Arrays.copyOf(found, count);
  }

  long next() {
    return block[at];
  }

  void take() {
    last = block[at++];
  }

  Rows<T> rows() {
    return rows;
  }

  boolean repeats(@Nullable KeySource<T> other) {
    return other != null && repeated == other;
  }
}
