package chat.controller.kubernetes;

import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at something of the API server in a thread of its own: when a watch tells of a change, and
 * after a while without.
 *
 * <pre>
 * (re)open the watch ─► look ─► wait for news, or for as long as the look said ─┐
 *         ▲                                                                     │
 *         └─────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p>A watch only says when. What there is, each look reads afresh: so nothing is stale but for as
 * long as the API server is silent, and a watch that went deaf costs a delay and no more. While the
 * API server is away it tries again and again.
 */
final class Lookout<T> implements AutoCloseable {
  /** Reads afresh, and acts; returns for how long at most nothing needs a look. */
  interface Look {
    /**
     * @throws KubernetesClientException where the API server didn't answer, or refused
     */
    Duration look();
  }

  /** After a failed look, or a watch that ended as soon as it began. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private final ApiPart part;
  private final Duration burst;
  private final Function<Watcher<T>, Watch> opening;
  private final Look look;
  private final ApiCalls calls;
  private final ApiFaults faults;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param burst changes come in bursts: one look serves for those within this time
   */
  Lookout(
      ApiPart part,
      Duration burst,
      Function<Watcher<T>, Watch> opening,
      Look look,
      ApiCalls calls,
      ApiFaults faults) {
    this.part = part;
    this.burst = burst;
    this.opening = opening;
    this.look = look;
    this.calls = calls;
    this.faults = faults;
    this.thread =
        Thread.ofPlatform()
            .name("lookout-" + part.name().toLowerCase(Locale.ROOT))
            .daemon()
            .unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** After it returns no further look begins. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Ear ear = null;
    try {
      while (!closed) {
        if (ear == null || ear.ended) {
          close(ear);
          ear = open();
        }
        Duration rest = lookOnce(ear != null);
        if (news.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(ear != null && ear.endedTooSoon() ? PAUSE : burst);
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody else interrupts this thread.
    } finally {
      close(ear);
    }
  }

  private Duration lookOnce(boolean watching) {
    try {
      Duration rest = look.look();
      if (!watching) {
        return rest.compareTo(PAUSE) < 0 ? rest : PAUSE;
      }
      faults.answered(part);
      return rest;
    } catch (KubernetesClientException e) {
      failed(ApiCalls.reason(e));
      return PAUSE;
    } catch (RuntimeException e) {
      // One odd object must not end the looking for good: nobody would notice.
      failed(e.toString());
      return PAUSE;
    }
  }

  private @Nullable Ear open() {
    Ear ear = new Ear();
    try {
      ear.watch = calls.call(() -> opening.apply(ear));
      return ear;
    } catch (KubernetesClientException e) {
      failed(ApiCalls.reason(e));
      return null;
    }
  }

  private void failed(String why) {
    if (!closed) {
      faults.failed(part, why);
    }
  }

  private void close(@Nullable Ear ear) {
    if (ear != null && ear.watch != null) {
      ear.watch.close();
    }
  }

  /** One watch. */
  private final class Ear implements Watcher<T> {
    private final long openedNanos = System.nanoTime();
    private @Nullable Watch watch;
    private volatile boolean ended;

    boolean endedTooSoon() {
      return ended && System.nanoTime() - openedNanos < PAUSE.toNanos();
    }

    @Override
    public void eventReceived(Action action, T resource) {
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
