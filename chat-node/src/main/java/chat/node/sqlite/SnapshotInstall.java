package chat.node.sqlite;

import chat.node.host.StoreFailure;
import chat.node.replica.EntryId;
import chat.view.Epoch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.api.FlywayException;

/**
 * Replaces state and log by a snapshot's, in one SQLite transaction over the attached file.
 *
 * <p>Not by exchanging files: that is quicker, but safe only when no reader of this process has the
 * old file open and the old WAL is gone at that very moment. One transaction needs no such
 * conditions: a crash leaves the old state or the new one, readers see the one and then the other.
 * It costs a WAL of the snapshot's size for a while.
 */
final class SnapshotInstall {
  private SnapshotInstall() {}

  static void into(Connection writer, Path snapshot, EntryId position) throws SQLException {
    if (!Files.isRegularFile(snapshot)) {
      throw new StoreFailure("there is no snapshot file " + snapshot);
    }
    migrate(snapshot);
    try (PreparedStatement attach = writer.prepareStatement("ATTACH ? AS snap")) {
      attach.setString(1, snapshot.toString());
      attach.execute();
    }
    try (Statement statement = writer.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      check(statement, snapshot, position);
      statement.execute("DELETE FROM main.log");
      replaceTables(writer, statement);
      try (PreparedStatement meta =
          writer.prepareStatement(
              "UPDATE main.meta SET applied_index = ?2, base_epoch = ?1, base_index = ?2")) {
        meta.setLong(1, position.epoch().value());
        meta.setLong(2, position.index());
        meta.executeUpdate();
      }
      statement.execute("COMMIT");
      statement.execute("DETACH snap");
    }
  }

  /** A donor may run the version before ours, in the middle of an upgrade; never one after it. */
  private static void migrate(Path snapshot) throws SQLException {
    int version;
    try (Connection connection = DriverManager.getConnection(Database.url(snapshot))) {
      version = Migrations.versionOf(connection);
    }
    if (version == 0 || version > Migrations.newest()) {
      throw new StoreFailure(
          "the snapshot %s is of schema version %d, this node knows 1 to %d"
              .formatted(snapshot, version, Migrations.newest()));
    }
    if (version < Migrations.newest()) {
      try {
        Migrations.migrate(snapshot);
      } catch (FlywayException e) {
        throw new StoreFailure("the snapshot " + snapshot + " can't be migrated", e);
      }
    }
  }

  private static void check(Statement statement, Path snapshot, EntryId position)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT s.base_epoch, s.base_index, s.applied_index, s.cluster_id, m.cluster_id"
                + " FROM snap.meta s, main.meta m")) {
      EntryId inside =
          row.next() ? new EntryId(new Epoch(row.getLong(1)), row.getLong(2)) : EntryId.ZERO;
      if (!inside.equals(position) || row.getLong(3) != position.index()) {
        throw new StoreFailure(
            "the snapshot %s is of position %s, not of %s".formatted(snapshot, inside, position));
      }
      String theirs = row.getString(4);
      String ours = row.getString(5);
      if (theirs != null && ours != null && !theirs.equals(ours)) {
        throw new StoreFailure(
            "the snapshot %s is of cluster %s, not of %s".formatted(snapshot, theirs, ours));
      }
    }
  }

  private static void replaceTables(Connection writer, Statement statement) throws SQLException {
    List<String> tables = StateTables.names(writer, "snap");
    if (!tables.equals(StateTables.names(writer, "main"))) {
      throw new StoreFailure("the snapshot has other tables than this node: " + tables);
    }
    for (String table : tables) {
      statement.execute("DELETE FROM main.\"%s\"".formatted(table));
      statement.execute("INSERT INTO main.\"%1$s\" SELECT * FROM snap.\"%1$s\"".formatted(table));
    }
  }
}
