package chat.cli.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits between attempts: at random between nothing and a bound that doubles, so that clients which
 * failed together don't come back together. Not for several threads.
 */
final class Backoff {
  static final Duration FIRST_BOUND = Duration.ofMillis(20);
  static final Duration LAST_BOUND = Duration.ofSeconds(1);
  private long boundNanos = FIRST_BOUND.toNanos();

  /** The next wait, and never less than {@code atLeast}. */
  Duration next(Duration atLeast) {
    long nanos = ThreadLocalRandom.current().nextLong(boundNanos + 1);
    boundNanos = Math.min(boundNanos * 2, LAST_BOUND.toNanos());
    return Duration.ofNanos(Math.max(nanos, atLeast.toNanos()));
  }

  /** After a success. */
  void reset() {
    boundNanos = FIRST_BOUND.toNanos();
  }
}
