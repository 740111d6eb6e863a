package chat.node.host;

import java.util.function.LongSupplier;

/** Stamps that never go back: the clock, or the newest time ever seen where the clock is behind. */
final class MonotoneTime {
  private final LongSupplier clockMillis;
  private long newestMillis;

  MonotoneTime(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  void atLeast(long millis) {
    newestMillis = Math.max(newestMillis, millis);
  }

  long nowMillis() {
    atLeast(clockMillis.getAsLong());
    return newestMillis;
  }
}
