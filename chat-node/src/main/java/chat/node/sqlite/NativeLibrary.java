package chat.node.sqlite;

import chat.node.sqlite.DataFolderException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself, which the driver unpacks under a new name and loads, once in a process.
 *
 * <p>What it unpacked goes with a process that ends in order. That of a killed one stays, and is
 * marked as in use for ever: so each data folder has a place of its own for it, and who holds the
 * folder removes there what its predecessors left.
 */
final class NativeLibrary {
  /** The driver's own setting. An operator who used it knows better. */
  private static final String UNPACKED_IN = "org.sqlite.tmpdir";

  /** The library and the mark beside it, of every version and system. */
  private static final String UNPACKED = "sqlite-*sqlitejdbc*";

  private static boolean loaded;

  private NativeLibrary() {}

  /** To be called by who holds the data folder, before anything else of the driver is used. */
  static synchronized void load(Path folder) throws DataFolderException {
    if (loaded) {
      return;
    }
    String chosen = System.getProperty(UNPACKED_IN);
    if (chosen != null) {
      initialize(chosen);
      return;
    }
    try {
      Files.createDirectories(folder);
      empty(folder);
    } catch (IOException e) {
      throw new DataFolderException(
          Reason.NOT_WRITABLE,
          "The folder for SQLite's library, " + folder + " (chat.native.dir), can't be used: " + e,
          e);
    }
    System.setProperty(UNPACKED_IN, folder.toString());
    try {
      initialize(folder.toString());
    } finally {
      System.clearProperty(UNPACKED_IN);
    }
  }

  private static void initialize(String folder) throws DataFolderException {
    try {
      SQLiteJDBCLoader.initialize();
      loaded = true;
    } catch (Exception e) { // The driver declares it so.
      throw new DataFolderException(
          Reason.NO_SQLITE,
          "SQLite's library can't be unpacked into "
              + folder
              + " and loaded: is the disk full, or mounted noexec? chat.native.dir names another"
              + " folder. "
              + e.getMessage(),
          e);
    }
  }

  /** Only files go that look like the driver's: the folder may be a person's choice. */
  static void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, UNPACKED)) {
      for (Path file : left) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.delete(file);
        }
      }
    }
  }
}
