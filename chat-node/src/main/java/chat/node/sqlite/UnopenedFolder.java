package chat.node.sqlite;

import chat.view.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A data folder that is held, and no node's yet: its database is about to be given to it. */
final class UnopenedFolder implements AutoCloseable {
  private static final String REPLACED = "replaced-";

  private final Path path;
  private final FolderLock lock;

  private UnopenedFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  static UnopenedFolder take(Path folder, Path nativeFolder, NodeName owner)
      throws DataFolderException {
    return DataFolder.take(folder, nativeFolder, owner, UnopenedFolder::new);
  }

  private Path database() {
    return path.resolve(DataFolder.DATABASE);
  }

  /** Where a database is made; it may be left behind. */
  Path unfinished() {
    return path.resolve(DataFolder.UNFINISHED);
  }

  /** Anything but a database that was never written to. What can't be read counts as data. */
  boolean holdsData() {
    if (!Files.exists(database())) {
      return Files.exists(DataFolder.wal(path));
    }
    Database database = new Database(database(), StoreSettings.DEFAULTS);
    try (Connection connection = database.reader();
        Statement statement = connection.createStatement();
        ResultSet empty =
            statement.executeQuery(
                "SELECT cluster_id IS NULL AND applied_index = 0 AND base_index = 0"
                    + " AND NOT EXISTS (SELECT 1 FROM log) FROM meta")) {
      return !empty.next() || !empty.getBoolean(1);
    } catch (SQLException e) {
      return true;
    }
  }

  /** Where what was there is now. */
  Optional<Path> setAside() throws IOException {
    return Files.exists(database()) || Files.exists(DataFolder.wal(path))
        ? Optional.of(DataFolder.moveAside(path, REPLACED))
        : Optional.empty();
  }

  /** The database that was made becomes the folder's. */
  void publish() throws IOException {
    DurableFiles.syncFile(unfinished());
    DurableFiles.move(unfinished(), database());
  }

  @Override
  public void close() throws IOException {
    DataFolder.clean(path);
    lock.close();
  }
}
