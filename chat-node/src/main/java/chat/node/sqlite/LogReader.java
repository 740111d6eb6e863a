package chat.node.sqlite;

import chat.node.host.StoreFailure;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Payload;
import chat.view.Epoch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Reads log entries over one connection, and checks each checksum. One thread at a time. */
final class LogReader implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement range;

  LogReader(Connection connection) throws SQLException {
    this.connection = connection;
    this.range =
        connection.prepareStatement(
            "SELECT idx, epoch, checksum, payload FROM log WHERE idx BETWEEN ? AND ? ORDER BY idx");
  }

  /** What {@link chat.node.host.Store#entries} promises. */
  List<Entry> entries(long first, long last, long maxBytes) throws SQLException {
    List<Entry> found = new ArrayList<>();
    long[] bytes = {0};
    read(
        first,
        last,
        entry -> {
          bytes[0] += entry.payload().size();
          boolean fits =
              entry.index() == first + found.size() && (found.isEmpty() || bytes[0] <= maxBytes);
          if (fits) {
            found.add(entry);
          }
          return fits;
        });
    return found;
  }

  /** Gives the entries held, ascending, until the consumer has enough. */
  private void read(long first, long last, Predicate<Entry> consumer) throws SQLException {
    range.setLong(1, first);
    range.setLong(2, last);
    try (ResultSet rows = range.executeQuery()) {
      boolean more = rows.next();
      while (more) {
        more = consumer.test(entry(rows)) && rows.next();
      }
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    EntryId id = new EntryId(new Epoch(row.getLong(2)), row.getLong(1));
    byte[] payload = row.getBytes(4);
    long checksum = EntryChecksum.of(id, payload);
    if (checksum != row.getLong(3)) {
      throw new StoreFailure(
          "the disk changed log entry %s: checksum %08x, written with %08x"
              .formatted(id, checksum, row.getLong(3)));
    }
    return new Entry(id, new Payload(payload));
  }

  @Override
  public void close() throws SQLException {
    range.close();
    connection.close();
  }
}
