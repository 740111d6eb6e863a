package chat.node.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether a primary still proves that it leads: it asks for a read barrier of its own every now and
 * then. Where that doesn't pass within {@link #LONGEST}, the node stops calling itself serving
 * until it does. Belongs to the loop's thread.
 */
final class BarrierWatch {
  /** From one question to the next. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** A barrier that takes longer means that the node is cut off from its members. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private @Nullable CompletableFuture<Long> open;
  private long askedNanos;
  private boolean late;

  BarrierWatch(long now) {
    askedNanos = now;
  }

  /** The barrier to ask for now, if it is time for one. */
  Optional<CompletableFuture<Long>> check(boolean serving, long now) {
    boolean pending = open != null && !open.isDone();
    late = pending && now - askedNanos > LONGEST.toNanos();
    if (pending || !serving || now - askedNanos < PAUSE.toNanos()) {
      return Optional.empty();
    }
    CompletableFuture<Long> next = new CompletableFuture<>();
    open = next;
    askedNanos = now;
    return Optional.of(next);
  }

  /** A barrier has been open for too long. */
  boolean isLate() {
    return late;
  }
}
