package chat.node.sqlite;

import chat.node.sqlite.DataFolderException.Reason;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteErrorCode;

/**
 * Looks at a database that a start finds: refuses what is not ours to open, says what is damaged,
 * migrates what is older. Nothing else has it open.
 */
final class Examination {
  private static final String MAGIC = "SQLite format 3\0";
  private static final int HEADER_BYTES = 100;
  private static final int APPLICATION_ID_OFFSET = 68;

  private Examination() {}

  /** What a sound database holds, all of it durable. */
  static LogScan of(Database database) throws IOException, Damage, DataFolderException {
    Path file = database.file();
    syncLeftovers(file);
    header(file);
    try {
      migrate(database);
      try (Connection connection = database.writer()) {
        if (Suspicion.of(file).exists() || Files.size(file) <= database.settings().checkBytes()) {
          quickCheck(connection);
        }
        LogScan found = LogScan.of(connection);
        Suspicion.of(file).clear();
        return found;
      }
    } catch (SQLException e) {
      throw judged(file, e);
    } catch (FlywayException e) {
      throw new DataFolderException(
          Reason.MIGRATION_FAILED,
          "The database " + file + " can't be brought to this version: " + e.getMessage(),
          e);
    }
  }

  /**
   * A process that was killed may have left writes in the system's cache only. The replica takes
   * what it finds for durable and acknowledges it, so it has to be.
   */
  private static void syncLeftovers(Path file) throws IOException {
    DurableFiles.syncFile(file);
    Path wal = Path.of(file + "-wal");
    if (Files.exists(wal)) {
      DurableFiles.syncFile(wal);
    }
  }

  static void header(Path file) throws IOException, Damage, DataFolderException {
    byte[] header;
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      header = in.readNBytes(HEADER_BYTES);
    }
    String magic = new String(header, 0, Math.min(16, header.length), StandardCharsets.ISO_8859_1);
    if (header.length < HEADER_BYTES || !magic.equals(MAGIC)) {
      throw new Damage("it doesn't begin as a SQLite database does");
    }
    int applicationId = java.nio.ByteBuffer.wrap(header).getInt(APPLICATION_ID_OFFSET);
    if (applicationId != Database.APPLICATION_ID) {
      throw new DataFolderException(
          Reason.FOREIGN_DATABASE,
          "The database %s is another program's (application id %08x)."
              .formatted(file, applicationId));
    }
  }

  static void migrate(Database database) throws SQLException, DataFolderException {
    int version;
    try (Connection connection = database.writer()) {
      version = Migrations.versionOf(connection);
    }
    if (version > Migrations.newest()) {
      throw new DataFolderException(
          Reason.NEWER_SCHEMA,
          "The database %s has schema version %d; this program knows up to %d. Run the newer one."
              .formatted(database.file(), version, Migrations.newest()));
    }
    if (version < Migrations.newest()) {
      Migrations.migrate(database.file());
    }
  }

  private static void quickCheck(Connection connection) throws SQLException, Damage {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no answer";
      if (!"ok".equals(verdict)) {
        throw new Damage(verdict);
      }
    }
  }

  /** Which errors speak of the database, which of the disk under it. */
  private static DataFolderException judged(Path file, SQLException e) throws Damage {
    SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
    return switch (code) {
      case SQLITE_BUSY, SQLITE_LOCKED ->
          new DataFolderException(
              Reason.DATA_FOLDER_IN_USE,
              "Another program has the database " + file + " open: " + e.getMessage(),
              e);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
          new DataFolderException(
              Reason.NOT_WRITABLE,
              "The database " + file + " can't be written: " + e.getMessage(),
              e);
      case SQLITE_IOERR, SQLITE_FULL, SQLITE_NOMEM ->
          new DataFolderException(
              Reason.DISK_FAILED,
              "The disk fails under the database " + file + ": " + e.getMessage(),
              e);
      default -> throw new Damage(String.valueOf(e.getMessage()), e);
    };
  }
}
