package chat.node.host;

import chat.node.replica.Event;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStore.Outcome;
import chat.view.ViewStoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks with the view store so that the loop never waits for it. Reads and writes have a thread
 * each: a write that hangs keeps no read from settling it.
 */
public final class ViewClient implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ViewClient.class.getName());

  private final ViewStore store;
  private final ExecutorService reads = thread("view-reads");
  private final ExecutorService writes = thread("view-writes");
  private final CoalescedTask hints =
      new CoalescedTask(task -> run(reads, task), this::readAfterHint);
  private volatile Consumer<Event> events = event -> {};
  private volatile @Nullable AutoCloseable watch;
  private volatile @Nullable String trouble;

  public ViewClient(ViewStore store) {
    this.store = store;
  }

  /** From now on what the store shows and answers goes to {@code listener}. */
  void start(Consumer<Event> listener) {
    events = listener;
    watch = store.watch(view -> listener.accept(new Event.ViewSeen(view)));
  }

  /** Reads, beginning after this call. */
  void read(long ticket) {
    run(
        reads,
        () -> {
          try {
            Optional<View> view = store.read();
            readable();
            events.accept(new Event.ViewRead(ticket, view));
          } catch (ViewStoreException | RuntimeException e) {
            unreadable(e);
            events.accept(new Event.ViewReadFailed(ticket));
          }
        });
  }

  /** Why the view can't be read; empty where the last read succeeded. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void readable() {
    if (trouble != null) {
      LOG.log(Level.INFO, "the view can be read again");
      trouble = null;
    }
  }

  /** A store that stays away is told once. */
  private void unreadable(Exception failure) {
    String now = String.valueOf(failure.getMessage());
    if (trouble == null) {
      LOG.log(Level.WARNING, "the view can''t be read: {0}", now);
    }
    trouble = now;
  }

  /** Somebody says that the view changed: look now rather than when the watch tells. */
  public void hint() {
    hints.request();
  }

  private void readAfterHint() {
    try {
      store.read().ifPresent(view -> events.accept(new Event.ViewSeen(view)));
    } catch (ViewStoreException | RuntimeException e) {
      LOG.log(Level.DEBUG, "the view can''t be read after a hint: {0}", e.getMessage());
    }
  }

  /** Compares and sets; whatever fails counts as unknown (rule 4). */
  void propose(View next) {
    run(
        writes,
        () -> {
          Outcome outcome = Outcome.UNKNOWN;
          try {
            outcome = store.compareAndSet(next);
          } catch (ViewStoreException | RuntimeException e) {
            LOG.log(Level.INFO, "writing the view of rev {0}: {1}", next.rev(), e.getMessage());
          }
          LOG.log(
              Level.INFO,
              "view proposed: rev {0}, epoch {1}, primary {2}, in sync {3}: {4}",
              next.rev(),
              next.epoch(),
              next.primary().name(),
              next.inSync(),
              outcome);
          events.accept(new Event.ViewProposed(next.rev(), outcome));
        });
  }

  private static void run(ExecutorService on, Runnable task) {
    try {
      on.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the view client is closed");
    }
  }

  private static ExecutorService thread(String name) {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  @Override
  public void close() {
    reads.shutdownNow();
    writes.shutdownNow();
    AutoCloseable open = watch;
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "closing the watch", e);
      }
    }
  }
}
