package chat.node.sqlite;

import chat.node.host.Store;
import chat.node.host.StoreFailure;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The store in one SQLite file. Writes, installs and compactions take turns on one connection;
 * reading the log and copying snapshots go on beside them, over connections of their own.
 *
 * <p>The first failure is the last: afterwards every call fails, since nobody knows what the disk
 * holds of the write that failed, nor whether a second sync would tell the truth.
 */
public final class SqliteStore implements Store {
  private static final Logger LOG = System.getLogger(SqliteStore.class.getName());

  private final DataFolder folder;
  private final Applier.Factory appliers;
  private final Recovered recovered;
  private final LogReaders readers;
  private final ReentrantLock turn = new ReentrantLock();
  private final ExecutorService copying =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("snapshot-copying").daemon().factory());
  private Writer writer;
  private volatile @Nullable StoreFailure failed;
  private boolean closed;

  /** Takes over the folder: closing the store closes it. */
  public SqliteStore(DataFolder folder, Applier.Factory appliers) {
    this.folder = folder;
    this.appliers = appliers;
    this.recovered = folder.found().recovered();
    try {
      this.writer = new Writer(folder.database().writer(), folder.found(), appliers);
      this.readers = new LogReaders(folder.database());
    } catch (StoreFailure e) {
      folder.close();
      throw e;
    } catch (SQLException e) {
      folder.close();
      throw new StoreFailure("the store can't be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public Recovered recovered() {
    return recovered;
  }

  @Override
  public List<Applied> write(List<Change> changes) {
    return changes.isEmpty() ? List.of() : inTurn("write", writer -> writer.write(changes));
  }

  @Override
  public Optional<EntryId> compact(Retention retention) {
    StoreSettings settings = folder.database().settings();
    return inTurn("compaction", writer -> writer.compact(settings, retention));
  }

  @Override
  public void install(Path snapshotFile, EntryId position) {
    inTurn(
        "install of a snapshot",
        writer -> {
          try (FileChannel wal = folder.openWal();
              TrickleSync _ = new TrickleSync(folder.databaseFile(), wal)) {
            SnapshotInstall.into(writer.exclusiveConnection(), snapshotFile, position);
            reopen(writer.promise(), position);
          } catch (IOException e) {
            throw new StoreFailure("the disk did not take the snapshot: " + e.getMessage(), e);
          }
          return position;
        });
  }

  /** Nothing that was prepared or remembered over the old state goes on. */
  private void reopen(Optional<Effect.Promise> promise, EntryId position) throws SQLException {
    writer.close();
    Connection connection = folder.database().writer();
    LogShape empty = new LogShape(position, List.of(), position.index());
    Recovered now = new Recovered(recovered.storageId(), promise, empty, position.index());
    writer = new Writer(connection, new LogScan(now, 0), appliers);
    try (Statement statement = connection.createStatement()) {
      // The WAL is as large as the snapshot now. Readers may hold it for a while: no harm done.
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }

  private interface Turn<T> {
    T with(Writer writer) throws SQLException;
  }

  private <T> T inTurn(String what, Turn<T> action) {
    turn.lock();
    try {
      refuseAfterFailure();
      try {
        return action.with(writer);
      } catch (SQLException | RuntimeException e) {
        throw fail(what, e);
      }
    } finally {
      turn.unlock();
    }
  }

  private StoreFailure fail(String what, Exception cause) {
    StoreFailure failure =
        cause instanceof StoreFailure already
            ? already
            : new StoreFailure("the " + what + " failed: " + cause.getMessage(), cause);
    failed = failure;
    Suspicion.of(folder.database().file()).raiseFor(failure);
    try {
      writer.abandon();
    } catch (SQLException e) {
      LOG.log(Logger.Level.DEBUG, "no transaction to leave: {0}", e.getMessage());
    }
    return failure;
  }

  private void refuseAfterFailure() {
    StoreFailure earlier = failed;
    if (earlier != null) {
      throw new StoreFailure("the store failed before: " + earlier.getMessage(), earlier);
    }
    if (closed) {
      throw new StoreFailure("the store is closed");
    }
  }

  @Override
  public List<Entry> entries(long first, long last, long maxBytes) {
    try {
      return readers.entries(first, last, maxBytes);
    } catch (SQLException e) {
      StoreFailure failure = new StoreFailure("reading the log failed: " + e.getMessage(), e);
      Suspicion.of(folder.database().file()).raiseFor(failure);
      throw failure;
    }
  }

  /**
   * One at a time, on a thread of its own: SQLite doesn't give its thread back for as long as the
   * copy takes, and a virtual one would lack everywhere else.
   */
  @Override
  public Snapshot snapshot(Path into) {
    try {
      return copying.submit(() -> SnapshotCopy.of(folder.database().file(), into)).get();
    } catch (ExecutionException e) {
      throw copyFailed(into, Objects.requireNonNullElse(e.getCause(), e));
    } catch (RejectedExecutionException e) {
      throw copyFailed(into, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw copyFailed(into, e);
    }
  }

  private static StoreFailure copyFailed(Path into, Throwable cause) {
    return new StoreFailure(
        "copying a snapshot into " + into + " failed: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    turn.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      copying.shutdown();
      readers.close();
      writer.close();
    } catch (SQLException e) {
      LOG.log(Logger.Level.WARNING, "the store did not close in order: {0}", e.getMessage());
    } finally {
      folder.close();
      turn.unlock();
    }
  }
}
