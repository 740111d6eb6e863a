package chat.node.grpc;

import java.util.concurrent.atomic.AtomicLong;

/**
 * So much cost a second, and so much at once. A call is let in while the bucket holds one unit,
 * whatever the call costs: a dear one leaves a debt, and later calls wait until it is paid. Any
 * thread. Keeps one number: when the bucket will be full again.
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

  /** Takes one unit, see {@link #take(long, int)}. */
  long take(long nowNanos) {
    return take(nowNanos, 1);
  }

  /**
   * Takes the cost and gives 0, or takes nothing and gives the nanoseconds until there is a unit.
   */
  long take(long nowNanos, int cost) {
    while (true) {
      long before = fullAgainAt.get();
      long from = before - nowNanos > 0 ? before : nowNanos;
      long missing = from + nanosPerToken - nowNanos - depthNanos;
      if (missing > 0) {
        return missing;
      }
      if (fullAgainAt.compareAndSet(before, from + cost * nanosPerToken)) {
        return 0;
      }
    }
  }
}
