package chat.node.grpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So many calls a second, and so many at once. Any thread. Keeps one number: when the bucket will
 * be full again.
 */
final class TokenBucket {
  private final long nanosPerToken;
  private final long depthNanos;
  private final AtomicLong fullAgainAt;

  TokenBucket(int perSecond, int burst, long nowNanos) {
    this.nanosPerToken = 1_000_000_000L / perSecond;
    this.depthNanos = nanosPerToken * burst;
    this.fullAgainAt = new AtomicLong(nowNanos);
  }

  /** Takes a token and gives 0, or takes none and gives the nanoseconds until there is one. */
  long take(long nowNanos) {
    while (true) {
      long before = fullAgainAt.get();
      long after = (before - nowNanos > 0 ? before : nowNanos) + nanosPerToken;
      long missing = after - nowNanos - depthNanos;
      if (missing > 0) {
        return missing;
      }
      if (fullAgainAt.compareAndSet(before, after)) {
        return 0;
      }
    }
  }
}
