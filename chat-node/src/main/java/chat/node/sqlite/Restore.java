package chat.node.sqlite;

import chat.node.replica.EntryId;
import chat.node.sqlite.RestoreException.Reason;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.StorageId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;

/**
 * Makes a backup the data of a node that begins a new cluster.
 *
 * <p>The disk that comes out is a seed: state and position are the backup's; the storage id is new;
 * it has promised the backup's epoch to a cluster whose id nobody else has, and has acted on no
 * view yet. No replica of the old cluster follows it, nor it one of those (rule 11 of
 * docs/PROTOCOL.md), and its first view is the controller's to write (rule 0).
 */
public final class Restore {
  private static final String SEED = "UPDATE meta SET storage_id = ?, cluster_id = ?, promise = ?";

  /**
   * The seed alone leads first, and an epoch's first entry is a no-op, of which nothing is kept:
   * its position, the one behind the backup's, is free for what the restore leaves in the state.
   * Every other replica gets it with its snapshot.
   */
  private static final String NOTE =
      """
      INSERT INTO audit (position, time_millis, actor, action, subject)
      SELECT ?, max(?, (SELECT coalesce(max(time_millis), 0) FROM clock)), ?, 'restore', ?""";

  private Restore() {}

  /** The seed that was made, of which cluster's data, and where what it replaced went. */
  public record Restored(
      ClusterId cluster,
      StorageId storageId,
      Optional<ClusterId> from,
      EntryId position,
      Optional<Path> setAside) {}

  /**
   * Everything is checked before anything in the folder is touched, and the database gets its name
   * when it is complete and durable. A crash before that leaves the folder as it was, or empty
   * where data was to be replaced and had been set aside.
   *
   * @param nativeFolder as in {@link DataFolder#open(Path, Path, NodeName, StoreSettings)}
   * @param replace whether data that the folder holds may be set aside; else it is refused
   */
  public static Restored into(
      Path folder, Path nativeFolder, NodeName owner, InputStream backup, boolean replace)
      throws IOException, DataFolderException, RestoreException {
    try (UnopenedFolder data = UnopenedFolder.take(folder, nativeFolder, owner)) {
      if (!replace && data.holdsData()) {
        throw new RestoreException(
            Reason.HAS_DATA,
            "The data folder " + folder + " holds data already. Nothing was changed.");
      }
      BackupFile.unseal(backup, data.unfinished());
      Seed seed = seed(data.unfinished());
      Optional<Path> aside = data.setAside();
      data.publish();
      return new Restored(seed.cluster, seed.storageId, seed.from, seed.position, aside);
    }
  }

  private record Seed(
      ClusterId cluster, StorageId storageId, Optional<ClusterId> from, EntryId position) {}

  private static Seed seed(Path database)
      throws IOException, DataFolderException, RestoreException {
    Database file = new Database(database, StoreSettings.DEFAULTS);
    try {
      Examination.header(database);
      Examination.migrate(file);
      try (Connection connection = file.writer()) {
        integrityCheck(connection);
        return seed(connection);
      }
    } catch (Damage e) {
      throw new RestoreException(Reason.DAMAGED, "The backup is damaged: " + e.getMessage(), e);
    } catch (DataFolderException e) {
      if (e.reason() == DataFolderException.Reason.NEWER_SCHEMA) {
        throw new RestoreException(
            Reason.NEWER_SCHEMA,
            "A newer version of this program made the backup: restore it with that one.",
            e);
      }
      throw new RestoreException(Reason.NOT_A_BACKUP, "The file isn't a backup of a chat.", e);
    } catch (SQLException | FlywayException e) {
      throw new IOException("the database can't be prepared: " + e.getMessage(), e);
    }
  }

  /** Its bytes are those that were put in; this is about what was put in. */
  private static void integrityCheck(Connection connection) throws SQLException, Damage {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
      String verdict = row.next() ? row.getString(1) : "no answer";
      if (!"ok".equals(verdict)) {
        throw new Damage(verdict);
      }
    }
  }

  private static Seed seed(Connection connection) throws SQLException, RestoreException {
    StorageId storageId = new StorageId(UUID.randomUUID().toString());
    ClusterId cluster = new ClusterId(UUID.randomUUID().toString());
    try (Statement statement = connection.createStatement();
        PreparedStatement seed = connection.prepareStatement(SEED);
        PreparedStatement note = connection.prepareStatement(NOTE);
        ResultSet meta =
            statement.executeQuery(
                "SELECT base_epoch, base_index, cluster_id FROM meta WHERE promise = 0 AND rev = 0"
                    + " AND applied_index = base_index AND NOT EXISTS (SELECT 1 FROM log)")) {
      if (!meta.next()) {
        throw new RestoreException(
            Reason.NOT_A_BACKUP, "The file holds a node's database, which isn't a backup.");
      }
      Epoch epoch = new Epoch(meta.getLong(1));
      EntryId position = new EntryId(epoch, meta.getLong(2));
      Optional<ClusterId> from = Optional.ofNullable(meta.getString(3)).map(ClusterId::new);
      seed.setString(1, storageId.value());
      seed.setString(2, cluster.value());
      seed.setLong(3, epoch.value());
      seed.executeUpdate();
      note.setLong(1, position.index() + 1);
      note.setLong(2, System.currentTimeMillis());
      note.setString(3, SqlChatAccounts.NO_ACTOR);
      note.setString(4, from.map(ClusterId::value).orElse(""));
      note.executeUpdate();
      return new Seed(cluster, storageId, from, position);
    }
  }
}
