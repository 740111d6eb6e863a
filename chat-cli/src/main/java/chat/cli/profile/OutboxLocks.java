package chat.cli.profile;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The locks of one outbox, between processes and between threads. One byte of a lock file stands
 * for the writing of entries, every other byte for the sending of one conversation. The operating
 * system frees a lock when its process ends, however that happens.
 */
final class OutboxLocks {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final long WRITING = 0;

  /**
   * Open until the process ends: to close any channel of a file frees all locks that the process
   * holds on that file.
   */
  private static final Map<Path, FileChannel> CHANNELS = new ConcurrentHashMap<>();

  private final Path folder;

  OutboxLocks(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The right to write entries. Its holders keep it for some writes to disk, never for a call. */
  FileLock writing() throws IOException {
    while (true) {
      Optional<FileLock> lock = tryLock(WRITING);
      if (lock.isPresent()) {
        return lock.get();
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** The right to send a conversation's entries; empty where another holder keeps it too long. */
  Optional<FileLock> sending(String conversation, Duration patience) throws IOException {
    long place = 1 + (conversation.hashCode() & Integer.MAX_VALUE);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<FileLock> lock = tryLock(place);
      boolean over = System.nanoTime() >= deadline || Thread.currentThread().isInterrupted();
      if (lock.isPresent() || over) {
        return lock;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private Optional<FileLock> tryLock(long place) throws IOException {
    try {
      return Optional.ofNullable(channel().tryLock(place, 1, false));
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      return Optional.empty();
    }
  }

  private FileChannel channel() throws IOException {
    synchronized (CHANNELS) {
      FileChannel open = CHANNELS.get(folder);
      if (open == null || !open.isOpen()) {
        PrivateFile.makeFolder(folder.resolve("lock"));
        open =
            FileChannel.open(
                folder.resolve(".lock"), PrivateFile.OPEN_TO_LOCK, PrivateFile.ownersOnly());
        CHANNELS.put(folder, open);
      }
      return open;
    }
  }
}
