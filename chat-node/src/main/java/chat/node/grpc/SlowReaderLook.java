package chat.node.grpc;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks for readers that are too slow, eight times in the longest time that they have. */
final class SlowReaderLook implements AutoCloseable {
  private static final int LOOKS = 8;

  private final ScheduledThreadPoolExecutor timer;

  /** Begins; {@code look} runs on the thread of this name. */
  SlowReaderLook(String thread, Duration longest, Runnable look) {
    this.timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(thread).factory());
    long pause = Math.max(1, longest.toMillis() / LOOKS);
    var _ = timer.scheduleWithFixedDelay(look, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
