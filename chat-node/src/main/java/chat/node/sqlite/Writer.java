package chat.node.sqlite;

import chat.node.chat.Result;
import chat.node.host.Store;
import chat.node.host.Store.Applied;
import chat.node.host.Store.Change;
import chat.node.host.StoreFailure;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, with its prepared statements and what it knows by heart. One
 * thread at a time. After a failure it is of no more use.
 *
 * <p>How durable a transaction is follows from SQLite's {@code synchronous}: FULL syncs the WAL at
 * each commit, NORMAL leaves that to whoever syncs next. A sync covers all that stands in the WAL
 * before it, and recovery takes frames in order up to the first broken one. So a transaction that
 * was only applied can be lost by a crash, but never out of order, and never one before it that was
 * synced.
 */
final class Writer implements AutoCloseable {
  /** Entries are read back in portions of this size when they are applied. */
  private static final long APPLY_BYTES = 4L * 1024 * 1024;

  private final Connection connection;
  private final Statement control;
  private final PreparedStatement setApplied;
  private final PreparedStatement setPromise;
  private final LogTable log;
  private final LogReader reader;
  private final Applier applier;
  private Effect.@Nullable Promise promise;
  private long applied;
  private boolean full = true;

  Writer(Connection connection, LogScan found, Applier.Factory appliers) throws SQLException {
    this.connection = connection;
    this.control = connection.createStatement();
    this.setApplied = connection.prepareStatement("UPDATE meta SET applied_index = ?");
    this.setPromise =
        connection.prepareStatement("UPDATE meta SET cluster_id = ?, promise = ?, rev = ?");
    this.log = new LogTable(connection, found.recovered().log(), found.payloadBytes());
    this.reader = new LogReader(connection);
    this.applier = appliers.on(connection);
    this.promise = found.recovered().promise().orElse(null);
    this.applied = found.recovered().appliedIndex();
  }

  Optional<Effect.Promise> promise() {
    return Optional.ofNullable(promise);
  }

  List<Applied> write(List<Change> changes) throws SQLException {
    boolean applyOnly = changes.stream().allMatch(change -> change instanceof Change.Apply);
    List<Applied> results = new ArrayList<>();
    begin(!applyOnly);
    for (Change change : changes) {
      switch (change) {
        case Change.SetPromise set -> promise(set.promise());
        case Change.Append append -> append(append);
        case Change.Apply apply -> apply(apply.through(), results);
      }
    }
    control.execute("COMMIT");
    return results;
  }

  /** A crash may undo it: the log then begins a little earlier, which harms nobody. */
  Optional<EntryId> compact(StoreSettings settings, Store.Retention retention) throws SQLException {
    if (!log.exceeds(settings, retention, applied)) {
      return Optional.empty();
    }
    begin(false);
    Optional<EntryId> base = log.compact(settings, retention, applied);
    control.execute("COMMIT");
    return base;
  }

  private void begin(boolean synced) throws SQLException {
    if (full != synced) {
      control.execute("PRAGMA synchronous = " + (synced ? "FULL" : "NORMAL"));
      full = synced;
    }
    control.execute("BEGIN IMMEDIATE");
  }

  private void promise(Effect.Promise next) throws SQLException {
    Effect.Promise before = promise;
    if (before != null
        && (next.epoch().isBelow(before.epoch())
            || next.rev().isBelow(before.rev())
            || !next.clusterId().equals(before.clusterId()))) {
      throw new StoreFailure("asked to promise " + next + " after " + before);
    }
    setPromise.setString(1, next.clusterId().value());
    setPromise.setLong(2, next.epoch().value());
    setPromise.setLong(3, next.rev().value());
    setPromise.executeUpdate();
    promise = next;
  }

  private void append(Change.Append append) throws SQLException {
    if (append.truncateFrom().isPresent()) {
      log.truncate(append.truncateFrom().getAsLong(), applied);
    }
    log.append(append.entries());
  }

  private void apply(long through, List<Applied> results) throws SQLException {
    if (through > log.last().index()) {
      throw new StoreFailure("asked to apply " + through + ", but the log ends at " + log.last());
    }
    if (through <= applied) {
      return;
    }
    while (applied < through) {
      List<Entry> entries = reader.entries(applied + 1, through, APPLY_BYTES);
      if (entries.isEmpty()) {
        throw new StoreFailure("the log lacks entry " + (applied + 1));
      }
      for (Entry entry : entries) {
        results.add(new Applied(entry.index(), apply(entry)));
        applied = entry.index();
      }
    }
    setApplied.setLong(1, applied);
    setApplied.executeUpdate();
  }

  private Result apply(Entry entry) throws SQLException {
    return entry.payload().isNoop()
        ? new Result.Nothing()
        : applier.apply(entry.index(), entry.payload());
  }

  /** For what stands outside of {@link #write}; its synchronous mode is FULL from here on. */
  Connection exclusiveConnection() throws SQLException {
    control.execute("PRAGMA synchronous = FULL");
    full = true;
    return connection;
  }

  /** After a failure: leaves the transaction, so that closing can go on. */
  void abandon() throws SQLException {
    control.execute("ROLLBACK");
  }

  @Override
  public void close() throws SQLException {
    log.close();
    setApplied.close();
    setPromise.close();
    control.close();
    reader.close();
  }
}
