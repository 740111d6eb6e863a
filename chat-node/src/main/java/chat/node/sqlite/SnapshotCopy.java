package chat.node.sqlite;

import chat.node.host.Store.Snapshot;
import chat.node.replica.EntryId;
import chat.view.Epoch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Copies the applied state out of a live database, in one read transaction: table by table, as
 * VACUUM INTO does, but without the log, which may be as large as the state.
 *
 * <p>Nobody waits until it is on disk: it is given away or, after a crash, removed. It goes there
 * bit by bit all the same, so that no other write has to wait for so much at once, and a memory
 * that is bounded has room.
 *
 * <p>The copy is a database of its own with an empty log whose base is the copied position, and
 * with neither promise nor storage id: those belong to a disk.
 */
final class SnapshotCopy {
  /** Files in a snapshot folder with this name's beginning are ours to delete. */
  static final String PREFIX = "snapshot-";

  private static final String NO_STORAGE = "snapshot";

  private SnapshotCopy() {}

  static Snapshot of(Path database, Path folder) throws SQLException, IOException {
    Path file = Files.createTempFile(folder, PREFIX, ".db");
    try {
      EntryId position;
      try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE);
          TrickleSync _ = new TrickleSync(written)) {
        position = copy(database, file);
      }
      return new Snapshot(file, position, Files.size(file), sha256(file));
    } catch (SQLException | IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static EntryId copy(Path database, Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(Database.PAGE_BYTES);
    config.setJournalMode(JournalMode.OFF);
    config.setSynchronous(SynchronousMode.OFF);
    try (Connection copy = DriverManager.getConnection(Database.url(file), config.toProperties());
        Statement statement = copy.createStatement()) {
      statement.execute("PRAGMA application_id = " + Database.APPLICATION_ID);
      try (PreparedStatement attach = copy.prepareStatement("ATTACH ? AS node")) {
        attach.setString(1, database.toString());
        attach.execute();
      }
      statement.execute("BEGIN");
      EntryId position = position(statement);
      for (String definition : StateTables.definitions(copy, "node")) {
        statement.execute(definition);
      }
      for (String table : StateTables.names(copy, "node")) {
        statement.execute("INSERT INTO main.\"%1$s\" SELECT * FROM node.\"%1$s\"".formatted(table));
      }
      statement.execute(
          "INSERT INTO main.flyway_schema_history SELECT * FROM node.flyway_schema_history");
      meta(copy, position);
      virtualTables(statement);
      statement.execute("COMMIT");
      statement.execute("DETACH node");
      return position;
    }
  }

  private static EntryId position(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT applied_index, coalesce((SELECT epoch FROM node.log WHERE idx = applied_index),"
                + " base_epoch) FROM node.meta")) {
      if (!row.next()) {
        throw new SQLException("meta is empty");
      }
      return new EntryId(new Epoch(row.getLong(2)), row.getLong(1));
    }
  }

  private static void meta(Connection copy, EntryId position) throws SQLException {
    try (PreparedStatement insert =
        copy.prepareStatement(
            "INSERT INTO main.meta(only_row, storage_id, cluster_id, applied_index, base_epoch,"
                + " base_index) SELECT 1, ?, cluster_id, ?, ?, ? FROM node.meta")) {
      insert.setString(1, NO_STORAGE);
      insert.setLong(2, position.index());
      insert.setLong(3, position.epoch().value());
      insert.setLong(4, position.index());
      insert.executeUpdate();
    }
  }

  /** A virtual table's definition has no rows of its own: its line in the schema is the whole. */
  private static void virtualTables(Statement statement) throws SQLException {
    statement.execute("PRAGMA writable_schema = ON");
    statement.execute(
        "INSERT INTO main.sqlite_schema SELECT * FROM node.sqlite_schema"
            + " WHERE type = 'view' OR (type = 'table' AND rootpage = 0)");
    statement.execute("PRAGMA writable_schema = OFF");
  }

  static byte[] sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestOutputStream digest =
            new DigestOutputStream(
                OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(digest);
      return digest.getMessageDigest().digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
