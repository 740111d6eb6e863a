package chat.view;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One holder at a time, over all threads and processes of a machine.
 *
 * <p>A lock of the operating system belongs to a process, not to a thread, and is lost when the
 * process closes <em>any</em> descriptor of the file. So a lock in memory, shared by all stores of
 * this process over the same file, is taken first and held around open, lock and close.
 */
final class FileLocking {
  /** Waiting longer means that the holder is stopped or its disk hangs: that is an error to say. */
  static final Duration WAIT_LIMIT = Duration.ofSeconds(2);

  private static final long FIRST_PAUSE_NANOS = 100_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;

  private static final ConcurrentMap<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock inProcess;

  /** {@code file}: the lock file; its folder as the file system names it, links resolved. */
  FileLocking(Path file) {
    this.file = file;
    this.inProcess = IN_PROCESS.computeIfAbsent(file, _ -> new ReentrantLock());
  }

  /**
   * Waits for the lock.
   *
   * @throws ViewStoreException where it wasn't to be had within the limit; nothing is held then
   */
  Held acquire() throws ViewStoreException {
    long deadline = System.nanoTime() + WAIT_LIMIT.toNanos();
    try {
      if (!inProcess.tryLock(WAIT_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        throw tooLong();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ViewStoreException("interrupted while waiting for the lock " + file, e);
    }
    boolean held = false;
    try {
      Held result = new Held(inProcess, lockFile(deadline));
      held = true;
      return result;
    } finally {
      if (!held) {
        inProcess.unlock();
      }
    }
  }

  private FileChannel lockFile(long deadline) throws ViewStoreException {
    FileChannel channel = null;
    boolean held = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held = lock(channel, deadline);
      if (!held) {
        throw tooLong();
      }
      return channel;
    } catch (IOException e) {
      throw new ViewStoreException("the view's lock can't be taken: " + file + ": " + e, e);
    } finally {
      if (!held) {
        closeQuietly(channel);
      }
    }
  }

  /** Asks again and again: a blocking request for the lock could not be given up. */
  private static boolean lock(FileChannel channel, long deadline) throws IOException {
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }

  private ViewStoreException tooLong() {
    return new ViewStoreException(
        "another holds the view's lock for over " + WAIT_LIMIT.toMillis() + " ms: " + file);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The descriptor is gone either way, and with it the lock.
    }
  }

  /** The lock, until it is closed. */
  static final class Held implements AutoCloseable {
    private final ReentrantLock inProcess;
    private final FileChannel channel;

    private Held(ReentrantLock inProcess, FileChannel channel) {
      this.inProcess = inProcess;
      this.channel = channel;
    }

    @Override
    public void close() {
      closeQuietly(channel);
      inProcess.unlock();
    }
  }
}
