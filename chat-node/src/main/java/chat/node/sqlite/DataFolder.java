package chat.node.sqlite;

import chat.node.sqlite.DataFolderException.Reason;
import chat.view.NodeName;
import chat.view.StorageId;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;

/**
 * The folder that is a node's disk, locked for as long as it is open.
 *
 * <pre>
 *   lock                   held while a process has the folder; names its pid
 *   node                   whose folder it is; refused to every other node
 *   chat.db, -wal, -shm    the database
 *   chat.db.new*           a database being made; only ever complete under its real name
 *   snapshots/             copies on their way in or out; emptied at each start
 *   native/                SQLite's library, where no other folder is set; emptied at each start
 *   chat.db.suspect        the last process met damage: check the whole database
 *   damaged-TIMESTAMP/     what could not be read, for a person to look at; never deleted
 *   replaced-TIMESTAMP/    what stood here before a backup was restored; never deleted
 * </pre>
 */
public final class DataFolder implements AutoCloseable {
  static final String DATABASE = "chat.db";
  static final String UNFINISHED = "chat.db.new";
  private static final String SNAPSHOTS = "snapshots";
  private static final String NATIVE = "native";
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
  private static final Logger LOG = System.getLogger(DataFolder.class.getName());

  private final Path path;
  private final Database database;
  private final FolderLock lock;
  private final LogScan found;
  private final Optional<Path> setAside;

  /** Opened before SQLite opens the file and closed after: see {@link Database}. */
  private final FileChannel databaseFile;

  private DataFolder(
      Path path, Database database, FolderLock lock, LogScan found, Optional<Path> setAside)
      throws IOException {
    this.path = path;
    this.database = database;
    this.lock = lock;
    this.found = found;
    this.setAside = setAside;
    this.databaseFile = FileChannel.open(database.file(), StandardOpenOption.WRITE);
  }

  /** Where SQLite's library is unpacked unless another folder is set. */
  public static Path nativeFolder(Path folder) {
    return folder.resolve(NATIVE);
  }

  /** The same as the other with SQLite's library where it usually is. */
  static DataFolder open(Path folder, NodeName owner, StoreSettings settings)
      throws DataFolderException {
    return open(folder, nativeFolder(folder), owner, settings);
  }

  /**
   * Takes the folder, making it where there is none. A damaged database is set aside, and the node
   * starts as new, with a new storage id; whatever else is wrong is left untouched and refused.
   * When it returns, everything that is found in the database is durable.
   *
   * @param nativeFolder where SQLite's library is unpacked; this node's alone
   */
  public static DataFolder open(
      Path folder, Path nativeFolder, NodeName owner, StoreSettings settings)
      throws DataFolderException {
    return take(folder, nativeFolder, owner, (path, lock) -> open(path, settings, lock));
  }

  /** What becomes of a folder that is held and clean; the lock is released by what it gives. */
  @FunctionalInterface
  interface Opening<T> {
    T open(Path path, FolderLock lock) throws IOException, DataFolderException;
  }

  /** Takes the folder for its owner, and lets go of it where the opening fails. */
  static <T> T take(Path folder, Path nativeFolder, NodeName owner, Opening<T> opening)
      throws DataFolderException {
    Path path = made(folder);
    FolderLock lock = FolderLock.take(path);
    try {
      FolderOwner.claim(path, owner);
      NativeLibrary.load(nativeFolder);
      clean(path);
      return opening.open(path, lock);
    } catch (IOException e) {
      release(lock);
      throw new DataFolderException(
          Reason.DISK_FAILED, "The data folder " + path + " can't be used: " + e, e);
    } catch (DataFolderException | RuntimeException e) {
      release(lock);
      throw e;
    }
  }

  private static DataFolder open(Path path, StoreSettings settings, FolderLock lock)
      throws IOException, DataFolderException {
    Database database = new Database(path.resolve(DATABASE), settings);
    Optional<Path> setAside = Optional.empty();
    try {
      if (Files.exists(database.file())) {
        LogScan found = Examination.of(database);
        return new DataFolder(path, database, lock, found, setAside);
      }
      // A WAL without its database would be replayed into whatever database comes to stand there.
      if (Files.exists(wal(path))) {
        setAside = Optional.of(setAside(path, new Damage(DATABASE + " is missing beside its WAL")));
      }
    } catch (Damage e) {
      setAside = Optional.of(setAside(path, e));
    }
    create(path, database);
    try {
      return new DataFolder(path, database, lock, Examination.of(database), setAside);
    } catch (Damage e) {
      throw new DataFolderException(
          Reason.DISK_FAILED, "The disk returns something else than was just written: " + e, e);
    }
  }

  private static Path made(Path folder) throws DataFolderException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new DataFolderException(
          Reason.NOT_A_FOLDER, "The data folder " + folder + " is a file.");
    }
    try {
      DurableFiles.createFolders(folder);
      return folder.toRealPath();
    } catch (AccessDeniedException e) {
      throw new DataFolderException(
          Reason.NOT_WRITABLE, "The data folder " + folder + " can't be made or entered.", e);
    } catch (IOException e) {
      throw new DataFolderException(
          Reason.NOT_WRITABLE, "The data folder " + folder + " can't be made: " + e, e);
    }
  }

  static void clean(Path path) throws IOException {
    deleteAll(path, UNFINISHED + "*");
    Path snapshots = path.resolve(SNAPSHOTS);
    Files.createDirectories(snapshots);
    deleteAll(snapshots, "*");
  }

  private static void deleteAll(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, glob)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    }
  }

  /** The database gets its name only when it is complete: migrated, with a storage id, synced. */
  private static void create(Path path, Database database) throws IOException, DataFolderException {
    Path unfinished = path.resolve(UNFINISHED);
    try {
      NewDatabase.make(unfinished, database.settings());
      DurableFiles.syncFile(unfinished);
      DurableFiles.move(unfinished, database.file());
    } catch (java.sql.SQLException | FlywayException e) {
      throw new DataFolderException(
          Reason.DISK_FAILED, "No database can be made in " + path + ": " + e.getMessage(), e);
    }
  }

  private static Path setAside(Path path, Damage damage) throws IOException {
    Path aside = moveAside(path, "damaged-");
    LOG.log(
        Logger.Level.ERROR,
        "THE DATABASE IS DAMAGED: {0}. It was set aside in {1}; this node goes on as a new member"
            + " with an empty disk.",
        damage.getMessage(),
        aside);
    return aside;
  }

  /**
   * The database goes first: alone, a WAL is harmless, while a database without its WAL looks sound
   * and lacks what was acknowledged last.
   */
  static Path moveAside(Path path, String prefix) throws IOException {
    Path aside = path.resolve(prefix + TIMESTAMP.format(Instant.now()));
    Files.createDirectory(aside);
    DurableFiles.syncFolder(path);
    for (String suffix : List.of("", "-wal", "-shm")) {
      Path part = path.resolve(DATABASE + suffix);
      if (Files.exists(part)) {
        DurableFiles.move(part, aside.resolve(DATABASE + suffix));
      }
    }
    Suspicion.of(path.resolve(DATABASE)).clear();
    return aside;
  }

  static Path wal(Path path) {
    return path.resolve(DATABASE + "-wal");
  }

  private static void release(Closeable lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(Logger.Level.WARNING, "the data folder was not released", e);
    }
  }

  public Path path() {
    return path;
  }

  /** Where snapshots may be made and received. */
  public Path snapshots() {
    return path.resolve(SNAPSHOTS);
  }

  public Database database() {
    return database;
  }

  public StorageId storageId() {
    return found.recovered().storageId();
  }

  /** Where a damaged database was put when this folder was opened. */
  public Optional<Path> setAside() {
    return setAside;
  }

  LogScan found() {
    return found;
  }

  /** The database's file; stays open until this folder is closed. */
  FileChannel databaseFile() {
    return databaseFile;
  }

  /** The WAL's file; may be closed at any time, for SQLite has no locks in it. */
  FileChannel openWal() throws IOException {
    return FileChannel.open(wal(path), StandardOpenOption.WRITE);
  }

  @Override
  public void close() {
    release(databaseFile);
    release(lock);
  }
}
