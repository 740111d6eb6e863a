package chat.view;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the view's file in a thread of its own and passes on each newer view.
 *
 * <p>It looks whenever {@link FolderEvents} wakes it, and reads the file then: the file's time and
 * inode don't tell two quick writes apart. A fault of the store is not reported here but by {@code
 * read}; the watch looks again at its next round.
 */
final class FileWatch {
  /** A way to read the view. */
  interface Reading {
    Optional<View> read() throws ViewStoreException;
  }

  private final Reading peek;
  private final Reading linearizable;
  private final Consumer<View> listener;
  private final Thread thread;
  private final FolderEvents events;
  private volatile boolean closed;
  private Rev passedOn = Rev.ZERO;

  /** {@code peek}: cheap, may see what a power cut takes back; {@code linearizable}: may not. */
  FileWatch(Path folder, Reading peek, Reading linearizable, Consumer<View> listener) {
    this.peek = peek;
    this.linearizable = linearizable;
    this.listener = listener;
    this.events = FolderEvents.of(folder);
    this.thread = new Thread(this::run, "view-watch");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** After it returns no further call of the listener begins. */
  void close() {
    closed = true;
    events.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      round();
      events.await();
    }
  }

  private void round() {
    try {
      if (isNewer(peek.read())) {
        Optional<View> view = linearizable.read();
        if (isNewer(view) && !closed) {
          passedOn = view.get().rev();
          pass(view.get());
        }
      }
    } catch (ViewStoreException e) {
      // Said to whoever reads.
    }
  }

  private boolean isNewer(Optional<View> view) {
    return view.isPresent() && passedOn.isBelow(view.get().rev());
  }

  private void pass(View view) {
    try {
      listener.accept(view);
    } catch (RuntimeException e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }
}
