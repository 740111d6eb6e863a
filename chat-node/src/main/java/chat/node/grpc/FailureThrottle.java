package chat.node.grpc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Slows whoever fails again and again, by a key such as a name or an address: after some free
 * failures in a row each next try waits, twice as long with every failure. In memory of the primary
 * only: a failover forgets, which gives a guesser a few tries. Holds no thread while a try waits.
 *
 * @param <K> what failures are counted by
 */
final class FailureThrottle<K> {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * @param remembered keys whose failures are remembered; the least recently used is forgotten
   * @param freeFailures in a row before the next try is slowed
   * @param firstDelay the first delay, doubled with every failure
   * @param lastDelay what it doubles up to; twice as long after the last failure all is forgotten
   * @param waiting tries of one key that wait; more are turned away
   */
  record Bounds(
      int remembered, int freeFailures, Duration firstDelay, Duration lastDelay, int waiting) {}

  /** Gives the executor that runs what it gets after this long. */
  @FunctionalInterface
  interface Delay {
    Executor after(Duration delay);
  }

  private final Bounds bounds;
  private final String what;
  private final LongSupplier nanoClock;
  private final Delay delay;
  private final Map<K, Streak> streaks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Streak> eldest) {
          return size() > bounds.remembered();
        }
      };

  /**
   * @param what failed too often, for the sentence that turns a try away
   */
  FailureThrottle(Bounds bounds, String what, LongSupplier nanoClock, Delay delay) {
    this.bounds = bounds;
    this.what = what;
    this.nanoClock = nanoClock;
    this.delay = delay;
  }

  /** Failures in a row of one key, and the tries that wait because of them. */
  private static final class Streak {
    private int count;
    private int waiting;
    private long lastNanos;
  }

  /** Completes when the next try of this key may go on; fails where too many wait. */
  synchronized CompletableFuture<Void> admit(K key) {
    Streak streak = streaks.get(key);
    if (streak != null && isForgotten(streak)) {
      streaks.remove(key);
      streak = null;
    }
    if (streak == null || streak.count < bounds.freeFailures()) {
      return CompletableFuture.completedFuture(null);
    }
    Duration pause = delayAfter(streak.count);
    if (streak.waiting >= bounds.waiting()) {
      return Failures.failed(new Failure.Limited("too many failures of " + what + "; wait", pause));
    }
    streak.waiting++;
    Streak slowed = streak;
    return CompletableFuture.runAsync(() -> leave(slowed), delay.after(pause));
  }

  synchronized void failed(K key) {
    Streak streak = streaks.computeIfAbsent(key, _ -> new Streak());
    streak.count++;
    streak.lastNanos = nanoClock.getAsLong();
  }

  synchronized void succeeded(K key) {
    streaks.remove(key);
  }

  private synchronized void leave(Streak streak) {
    streak.waiting--;
  }

  private boolean isForgotten(Streak streak) {
    return streak.waiting == 0
        && nanoClock.getAsLong() - streak.lastNanos > bounds.lastDelay().toNanos() * 2;
  }

  private Duration delayAfter(int count) {
    int doublings = Math.min(count - bounds.freeFailures(), MAX_DOUBLINGS);
    Duration pause = bounds.firstDelay().multipliedBy(1L << doublings);
    return pause.compareTo(bounds.lastDelay()) < 0 ? pause : bounds.lastDelay();
  }
}
