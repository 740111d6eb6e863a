package chat.controller.kubernetes;

import java.time.Duration;

/**
 * What people and Services are told of a change waits this long from its beginning: a failover has
 * need of the machines, and they can wait.
 *
 * @param sinceNanos when it began, as {@link System#nanoTime} says
 */
record Settling(long sinceNanos) {
  static final Duration TIME = Duration.ofMillis(500);

  static Settling fromNow() {
    return new Settling(System.nanoTime());
  }

  /** Not above zero once it is over. */
  Duration rest() {
    return TIME.minusNanos(System.nanoTime() - sinceNanos);
  }
}
