package chat.node.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has the disk take what a large transaction writes while it is being written. Left to the sync at
 * the end, hundreds of megabytes go out at once, and every sync of others on that disk, such as of
 * a node that acknowledges messages, waits for them.
 *
 * <p>Makes nothing durable that SQLite doesn't sync itself. From the beginning to {@link #close}
 * the files are synced on a thread of its own.
 */
final class TrickleSync implements AutoCloseable {
  /** A disk that takes 500 MB a second has 25 MB to take then. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final List<FileChannel> files;
  private final Thread thread;
  private volatile boolean over;
  private volatile @Nullable IOException failure;

  /**
   * Begins.
   *
   * @param files stay open
   */
  TrickleSync(FileChannel... files) {
    this.files = List.of(files);
    this.thread = Thread.ofPlatform().name("trickle-sync").daemon().start(this::run);
  }

  private void run() {
    try {
      do {
        LockSupport.parkNanos(PAUSE.toNanos());
        for (FileChannel file : files) {
          file.force(false);
        }
      } while (!over);
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Ends after one more sync, or the one under way. Never interrupts one, which would close its
   * file.
   *
   * @throws IOException if one failed: what it was to write may be lost, and no later one tells
   */
  @Override
  public void close() throws IOException {
    over = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }
}
