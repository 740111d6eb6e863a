package chat.node.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Whether a primary still proves that it leads: it asks for a read barrier of its own every now and
 * then. Where that doesn't pass within {@link #LONGEST}, the node stops calling itself serving
 * until it does. A process that stood still itself could take no answer: the time of an open
 * barrier begins again. Belongs to the loop's thread.
 */
final class BarrierWatch {
  /** From one question to the next. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** A barrier that takes longer means that the node is cut off from its members. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final long pauseNanos;
  private @Nullable CompletableFuture<Long> open;
  private long askedNanos;
  private long checkedAt;
  private boolean late;

  /**
   * @param ownPause a check that long after the last one says that this process stood still
   */
  BarrierWatch(Duration ownPause, long now) {
    pauseNanos = ownPause.toNanos();
    askedNanos = now;
    checkedAt = now;
  }

  /**
   * The barrier to ask for now, if it is time for one. To be called often, and after the answers of
   * the turn went out: a barrier that passed in this turn is done.
   */
  Optional<CompletableFuture<Long>> check(boolean serving, long now) {
    boolean pending = open != null && !open.isDone();
    if (pending && now - checkedAt > pauseNanos) {
      askedNanos = now;
    }
    checkedAt = now;
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
