package chat.e2e.kube;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where the nodes were a moment ago. Who asks doesn't wait for the API server: in a failover its
 * answer would be part of the gap, and clients don't ask it either.
 */
final class Addresses implements Supplier<List<String>>, AutoCloseable {
  private static final long PERIOD_MILLIS = 250;

  private final Supplier<List<String>> source;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("addresses").daemon().factory());
  private volatile List<String> known;

  Addresses(Supplier<List<String>> source) {
    this.source = source;
    this.known = source.get();
    var _ =
        looking.scheduleWithFixedDelay(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      List<String> now = source.get();
      if (!now.isEmpty()) {
        known = now;
      }
    } catch (RuntimeException _) {
      // The API server is away, as some tests have it: what was known stays.
    }
  }

  @Override
  public List<String> get() {
    return known;
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
