package chat.node.sqlite;

import chat.node.host.StoreFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * A mark beside the database: SQLite called it corrupt while it was in use. The next start then
 * checks it whole, however large, and sets it aside if that is so. Without the mark, a node with a
 * large database would start, meet the bad page and end, again and again.
 *
 * @param mark the file that is the mark
 */
record Suspicion(Path mark) {
  private static final Logger LOG = System.getLogger(Suspicion.class.getName());

  static Suspicion of(Path database) {
    return new Suspicion(Path.of(database + ".suspect"));
  }

  boolean exists() {
    return Files.exists(mark);
  }

  /** Leaves the mark if this failure speaks of a corrupt database. */
  void raiseFor(StoreFailure failure) {
    if (!(failure.getCause() instanceof SQLException cause) || !speaksOfDamage(cause)) {
      return;
    }
    try {
      Files.writeString(mark, String.valueOf(cause.getMessage()));
      DurableFiles.syncFile(mark);
    } catch (IOException e) {
      LOG.log(Logger.Level.ERROR, "the mark " + mark + " can't be left", e);
    }
  }

  private static boolean speaksOfDamage(SQLException e) {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
    return code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB;
  }

  void clear() {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
