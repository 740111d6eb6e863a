package chat.view.kubernetes;

import chat.view.DamagedViewException;
import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStoreException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the ConfigMap in a thread of its own and passes on each newer view. A watch begins with
 * what is there, so that nothing is missed between the read and it.
 *
 * <pre>
 * read ─► open a watch ─► wait ─┬─ a change ──────────────► pass it on, wait again
 *  ▲                            ├─ quiet for a while ─► read: nothing newer ─► wait again
 *  │                            │                            newer, or no answer ─┐ (it is deaf)
 *  └──── pause, growing ◄───────┴─ broken ◄───────────────────────────────────────┘
 * </pre>
 *
 * <p>A fault of the store is not reported here but by {@code read}.
 */
final class ConfigMapWatch implements AutoCloseable {
  /** A linearizable read. */
  interface Reading {
    Optional<View> read() throws ViewStoreException;
  }

  /** Takes in what the API server showed; gives the view in it. */
  interface Decoding {
    View view(ConfigMap map) throws DamagedViewException;
  }

  private static final ListOptions FROM_NOW = new ListOptionsBuilder().build();

  private final Resource<ConfigMap> resource;
  private final ApiCalls calls;
  private final Reading reading;
  private final Decoding decoding;
  private final Consumer<View> listener;
  private final ApiLimits limits;
  private final Runnable onFirst;
  private final Thread thread;
  private volatile boolean closed;
  private Rev passedOn = Rev.ZERO;
  private boolean hadFirst;

  /**
   * @param onFirst is called once, after a first view was passed on
   */
  ConfigMapWatch(
      Resource<ConfigMap> resource,
      ApiCalls calls,
      Reading reading,
      Decoding decoding,
      Consumer<View> listener,
      ApiLimits limits,
      Runnable onFirst) {
    this.resource = resource;
    this.calls = calls;
    this.reading = reading;
    this.decoding = decoding;
    this.listener = listener;
    this.limits = limits;
    this.onFirst = onFirst;
    this.thread = Thread.ofPlatform().name("view-watch").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** After it returns no further call of the listener begins. */
  @Override
  public void close() {
    closed = true;
    if (Thread.currentThread() == thread) {
      return;
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = limits.shortestPause();
    try {
      while (!closed) {
        pause = follow() ? limits.shortestPause() : longer(pause);
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // Closed: nobody else interrupts this thread.
    }
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(limits.longestPause()) < 0 ? twice : limits.longestPause();
  }

  /** One watch, from its opening to its end. Says whether it ever told anything. */
  private boolean follow() throws InterruptedException {
    Inbox inbox = new Inbox();
    try {
      pass(reading.read()); // Before the watch: to a server that hangs none is opened.
    } catch (ViewStoreException e) {
      return false;
    }
    try (Watch _ = calls.call(() -> resource.watch(FROM_NOW, inbox))) {
      while (!closed && !inbox.ended) {
        boolean woken = inbox.awaits(limits.refresh());
        pass(inbox.newest());
        tellFirst();
        if (!woken && pass(reading.read())) {
          break;
        }
      }
    } catch (ViewStoreException | KubernetesClientException e) {
      // Said to whoever reads.
    }
    return inbox.newest().isPresent();
  }

  private void tellFirst() {
    if (!hadFirst && Rev.ZERO.isBelow(passedOn)) {
      hadFirst = true;
      onFirst.run();
    }
  }

  /** Passes the view on where it is newer than the last one. */
  private boolean pass(Optional<View> view) {
    if (closed || view.isEmpty() || !passedOn.isBelow(view.get().rev())) {
      return false;
    }
    passedOn = view.get().rev();
    try {
      listener.accept(view.get());
    } catch (RuntimeException e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
    return true;
  }

  /** What one watch brought last: only the newest view counts. */
  private final class Inbox implements Watcher<ConfigMap> {
    private final AtomicReference<@Nullable View> newest = new AtomicReference<>();
    private final Semaphore news = new Semaphore(0);
    private volatile boolean ended;

    boolean awaits(Duration patience) throws InterruptedException {
      boolean woken = news.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
      news.drainPermits();
      return woken;
    }

    Optional<View> newest() {
      return Optional.ofNullable(newest.get());
    }

    @Override
    public void eventReceived(Action action, ConfigMap map) {
      switch (action) {
        case ADDED, MODIFIED -> {
          try {
            newest.set(decoding.view(map));
          } catch (DamagedViewException e) {
            return; // Said to whoever reads.
          }
        }
        case DELETED, BOOKMARK -> {
          return; // Nothing newer. Whoever reads is told that it is gone.
        }
        case ERROR -> ended = true;
      }
      news.release();
    }

    @Override
    public void onClose(WatcherException cause) {
      onClose();
    }

    @Override
    public void onClose() {
      ended = true;
      news.release();
    }
  }
}
