package chat.node.sqlite;

import chat.node.host.StoreFailure;
import chat.node.replica.Entry;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * A few read-only connections for reading the log; callers beyond their number wait. Any thread.
 */
final class LogReaders implements AutoCloseable {
  private final int size;
  private final Semaphore permits;
  private final ConcurrentLinkedQueue<LogReader> idle = new ConcurrentLinkedQueue<>();

  LogReaders(Database database) throws SQLException {
    this.size = database.settings().readers();
    this.permits = new Semaphore(size);
    for (int i = 0; i < size; i++) {
      idle.add(new LogReader(database.reader()));
    }
  }

  List<Entry> entries(long first, long last, long maxBytes) throws SQLException {
    permits.acquireUninterruptibly();
    try {
      LogReader reader = idle.poll();
      if (reader == null) {
        throw new StoreFailure("the store is closed");
      }
      try {
        return reader.entries(first, last, maxBytes);
      } finally {
        idle.add(reader);
      }
    } finally {
      permits.release();
    }
  }

  /** Waits for the reads that are going on. */
  @Override
  public void close() throws SQLException {
    permits.acquireUninterruptibly(size);
    try {
      for (LogReader reader = idle.poll(); reader != null; reader = idle.poll()) {
        reader.close();
      }
    } finally {
      permits.release(size);
    }
  }
}
