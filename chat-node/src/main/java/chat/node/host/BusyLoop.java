package chat.node.host;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Speaks for a loop that is known to be busy for longer than its peers are patient. Without it they
 * would give the node up and make their links to it anew, again and again.
 */
final class BusyLoop {
  private BusyLoop() {}

  /** Does the work; peers hear from this node once in each period meanwhile. */
  static void during(Runnable work, Peers peers, Duration period) {
    ScheduledExecutorService signs =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("busy-loop").daemon().factory());
    try {
      var _ =
          signs.scheduleAtFixedRate(
              peers::keepAlive, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
      work.run();
    } finally {
      signs.shutdown();
    }
  }
}
