package chat.node.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/**
 * Opens connections to the node's one database file: a single writer, and readers that can't write.
 *
 * <p>While any connection is open nobody in this process may open the file by other means: closing
 * it would drop SQLite's locks (POSIX locks belong to the process). {@link DataFolder} holds it
 * open for longer than any connection.
 */
public record Database(Path file, StoreSettings settings) {

  /** In the file's header: this file is ours. "chat" in ASCII. */
  static final int APPLICATION_ID = 0x63686174;

  /**
   * The default of SQLite. A batch of 256 small entries fills some twenty pages, and larger pages
   * cost more WAL for every small update of the chat state.
   */
  static final int PAGE_BYTES = 4096;

  private static final int BUSY_TIMEOUT_MILLIS = 5_000;
  private static final int READER_CACHE_KIB = 8 * 1024;

  /** The connection that writes; the caller opens only one, and uses it from one thread a time. */
  Connection writer() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setCacheSize((int) -(settings.cacheBytes() / 1024));
    // Zeros take the place of what is deleted: a deleted text stays neither in a page nor in a free
    // one.
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    config.setJournalSizeLimit((int) Math.min(Integer.MAX_VALUE, settings.walLimitBytes()));
    Connection connection = DriverManager.getConnection(url(file), config.toProperties());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + settings.checkpointPages());
    }
    return connection;
  }

  /**
   * A connection that only reads. Each statement sees the newest state; statements between {@code
   * BEGIN} and {@code COMMIT} see one state. A long read keeps the WAL from being emptied.
   */
  public Connection reader() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setTempStore(TempStore.MEMORY);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setCacheSize(-READER_CACHE_KIB);
    return DriverManager.getConnection(url(file), config.toProperties());
  }

  static String url(Path file) {
    return "jdbc:sqlite:" + file;
  }
}
