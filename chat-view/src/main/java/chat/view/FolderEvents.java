package chat.view;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a file may have appeared in a folder, by the kernel's notice where there is one.
 *
 * <p>Where there is none (another system than Linux, whose JDK polls every few seconds, or the
 * user's inotify instances are used up) it waits for a short pause instead. With notices it still
 * wakes now and then: a folder that was replaced sends none.
 */
final class FolderEvents {
  static final Duration POLL = Duration.ofMillis(15);
  static final Duration RECHECK = Duration.ofMillis(500);

  private final @Nullable WatchService service;

  private FolderEvents(@Nullable WatchService service) {
    this.service = service;
  }

  static FolderEvents of(Path folder) {
    return new FolderEvents(
        System.getProperty("os.name", "").startsWith("Linux") ? register(folder) : null);
  }

  private static @Nullable WatchService register(Path folder) {
    WatchService service = null;
    try {
      service = folder.getFileSystem().newWatchService();
      // A rename onto the view shows as ENTRY_CREATE; what happens to the lock file does not.
      folder.register(service, StandardWatchEventKinds.ENTRY_CREATE);
      return service;
    } catch (IOException e) {
      closeQuietly(service);
      return null;
    }
  }

  /** Returns after an event, a pause or {@link #close}; may return for nothing. */
  void await() {
    if (service == null) {
      LockSupport.parkNanos(POLL.toNanos());
      return;
    }
    try {
      WatchKey key = service.poll(RECHECK.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      LockSupport.parkNanos(POLL.toNanos());
    } catch (InterruptedException e) {
      // Nobody interrupts a watch to end it: that is what close is for.
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  void close() {
    closeQuietly(service);
  }

  private static void closeQuietly(@Nullable WatchService service) {
    try {
      if (service != null) {
        service.close();
      }
    } catch (IOException e) {
      // Nothing is lost with a watch that can't be closed.
    }
  }
}
