package chat.node.sqlite;

import chat.node.host.Store.Retention;
import chat.node.host.StoreFailure;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.view.Epoch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The writer's side of the log, inside transactions that the store begins and ends. It knows the
 * log's ends by heart; after a transaction that failed it is of no more use, as is the store.
 */
final class LogTable implements AutoCloseable {
  private final PreparedStatement insert;
  private final PreparedStatement epochAt;
  private final PreparedStatement bytesFrom;
  private final PreparedStatement deleteFrom;
  private final PreparedStatement oldest;
  private final PreparedStatement deleteThrough;
  private final PreparedStatement setBase;
  private EntryId base;
  private EntryId last;
  private long payloadBytes;

  LogTable(Connection writer, LogShape found, long payloadBytes) throws SQLException {
    this.insert =
        writer.prepareStatement("INSERT INTO log(idx, epoch, checksum, payload) VALUES (?,?,?,?)");
    this.epochAt = writer.prepareStatement("SELECT epoch FROM log WHERE idx = ?");
    this.bytesFrom =
        writer.prepareStatement("SELECT coalesce(sum(length(payload)), 0) FROM log WHERE idx >= ?");
    this.deleteFrom = writer.prepareStatement("DELETE FROM log WHERE idx >= ?");
    this.oldest =
        writer.prepareStatement(
            "SELECT idx, epoch, length(payload) FROM log WHERE idx > ? ORDER BY idx LIMIT ?");
    this.deleteThrough = writer.prepareStatement("DELETE FROM log WHERE idx <= ?");
    this.setBase = writer.prepareStatement("UPDATE meta SET base_epoch = ?, base_index = ?");
    this.base = found.base();
    this.last = found.last();
    this.payloadBytes = payloadBytes;
  }

  EntryId last() {
    return last;
  }

  void append(List<Entry> entries) throws SQLException {
    for (Entry entry : entries) {
      if (entry.index() != last.index() + 1 || entry.epoch().isBelow(last.epoch())) {
        throw new StoreFailure("asked to append entry " + entry.id() + " behind " + last);
      }
      insert.setLong(1, entry.index());
      insert.setLong(2, entry.epoch().value());
      insert.setLong(3, EntryChecksum.of(entry.id(), entry.payload().bytes()));
      insert.setBytes(4, entry.payload().bytes());
      insert.executeUpdate();
      last = entry.id();
      payloadBytes += entry.payload().size();
    }
  }

  /** Drops the entries from {@code from} on. */
  void truncate(long from, long applied) throws SQLException {
    if (from <= applied) {
      throw new StoreFailure(
          "asked to truncate from %d, but applied through %d; the log ends at %s"
              .formatted(from, applied, last));
    }
    if (from > last.index()) {
      return;
    }
    payloadBytes -= number(bytesFrom, from);
    deleteFrom.setLong(1, from);
    deleteFrom.executeUpdate();
    last = idAt(from - 1);
  }

  private EntryId idAt(long index) throws SQLException {
    return index == base.index() ? base : new EntryId(new Epoch(number(epochAt, index)), index);
  }

  private static long number(PreparedStatement query, long index) throws SQLException {
    query.setLong(1, index);
    try (ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new StoreFailure("the log lacks entry " + index);
      }
      return row.getLong(1);
    }
  }

  /** Whether the log holds more than it has to, of what is applied. */
  boolean exceeds(StoreSettings settings, Retention retention, long applied) {
    return base.index() < applied && exceeds(settings, retention, base.index(), payloadBytes);
  }

  private boolean exceeds(StoreSettings settings, Retention retention, long baseIndex, long bytes) {
    return switch (retention) {
      case USUAL ->
          last.index() - baseIndex > settings.retainedEntries() || bytes > settings.retainedBytes();
      case HELD -> bytes > settings.heldBytes();
    };
  }

  /** Drops the oldest applied entries beyond the bounds, one step's worth at most. */
  Optional<EntryId> compact(StoreSettings settings, Retention retention, long applied)
      throws SQLException {
    EntryId newBase = base;
    long bytes = payloadBytes;
    oldest.setLong(1, base.index());
    oldest.setLong(2, settings.compactStepRows());
    try (ResultSet rows = oldest.executeQuery()) {
      while (newBase.index() < applied
          && exceeds(settings, retention, newBase.index(), bytes)
          && rows.next()) {
        newBase = new EntryId(new Epoch(rows.getLong(2)), rows.getLong(1));
        bytes -= rows.getLong(3);
      }
    }
    if (newBase.equals(base)) {
      return Optional.empty();
    }
    deleteThrough.setLong(1, newBase.index());
    deleteThrough.executeUpdate();
    setBase.setLong(1, newBase.epoch().value());
    setBase.setLong(2, newBase.index());
    setBase.executeUpdate();
    base = newBase;
    payloadBytes = bytes;
    return Optional.of(newBase);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement :
        List.of(insert, epochAt, bytesFrom, deleteFrom, oldest, deleteThrough, setBase)) {
      statement.close();
    }
  }
}
