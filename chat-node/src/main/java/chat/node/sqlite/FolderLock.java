package chat.node.sqlite;

import chat.node.sqlite.DataFolderException.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every other process, and every other store of this one, off a data folder. The operating
 * system ends the lock with the process, however that ends. The file names the holder.
 */
final class FolderLock implements Closeable {
  private static final String FILE = "lock";
  private static final int PID_BYTES = 20;

  /**
   * The folders that this process holds. Asked before the lock file is touched: closing a second
   * channel to it would drop the first one's lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /** {@code folder} is a real path. */
  static FolderLock take(Path folder) throws DataFolderException {
    long self = ProcessHandle.current().pid();
    if (!HELD.add(folder)) {
      throw inUse(folder, Long.toString(self));
    }
    try {
      FolderLock lock = lockFile(folder);
      lock.name(self);
      return lock;
    } catch (IOException e) {
      HELD.remove(folder);
      throw new DataFolderException(
          Reason.NOT_WRITABLE, "The data folder " + folder + " can't be written: " + e, e);
    } catch (DataFolderException e) {
      HELD.remove(folder);
      throw e;
    }
  }

  private static FolderLock lockFile(Path folder) throws IOException, DataFolderException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock != null) {
      return new FolderLock(folder, channel, lock);
    }
    ByteBuffer pid = ByteBuffer.allocate(PID_BYTES);
    channel.read(pid, 0);
    channel.close();
    throw inUse(folder, StandardCharsets.US_ASCII.decode(pid.flip()).toString().strip());
  }

  private void name(long pid) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Long.toString(pid).getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static DataFolderException inUse(Path folder, String pid) {
    String holder = pid.isEmpty() ? "another process" : "process " + pid;
    return new DataFolderException(
        Reason.DATA_FOLDER_IN_USE, "The data folder " + folder + " is in use by " + holder + ".");
  }

  @Override
  public void close() throws IOException {
    try {
      lock.release();
      channel.close();
    } finally {
      HELD.remove(folder);
    }
  }
}
