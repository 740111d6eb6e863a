package chat.controller.kubernetes;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one contender for a lease does, and whether it counts itself as the holder.
 *
 * <pre>
 * no lease                                   → CREATE
 * mine            renewed a while ago        → WRITE        else rest
 * nobody's                                   → WRITE
 * another's       unchanged for its duration → WRITE        else rest
 * </pre>
 *
 * <p>No clock of another machine is believed: the times in a lease are for people. Whether another
 * still renews shows in the lease changing, and how long it hasn't is measured here, by a clock
 * that doesn't jump. Pure but for its own fields. Threads: one at a time.
 */
final class Candidacy {
  /**
   * A lease as it was read.
   *
   * @param holder empty: nobody's
   * @param duration that its holder announced
   * @param version differs after each write
   */
  record Tenure(String holder, Duration duration, String version) {}

  /** What to do next. */
  sealed interface Move {
    /** There is no lease: make one, mine. */
    record Create() implements Move {}

    /** Make this one mine, locked on its version. */
    record Write() implements Move {}

    /** Nothing until then, unless the lease changes before. */
    record Rest(Duration atMost) implements Move {}
  }

  private final String identity;
  private final LeaseTimes times;
  private boolean held;
  private long renewedNanos;
  private @Nullable Tenure seen;
  private long seenNanos;

  Candidacy(String identity, LeaseTimes times) {
    this.identity = identity;
    this.times = times;
  }

  /** {@code lease}: as read just now. */
  Move next(Optional<Tenure> lease, long nowNanos) {
    if (lease.isEmpty()) {
      held = false;
      return new Move.Create();
    }
    Tenure tenure = lease.get();
    if (tenure.holder().equals(identity)) {
      return own(nowNanos);
    }
    held = false;
    return tenure.holder().isEmpty() ? new Move.Write() : others(tenure, nowNanos);
  }

  /** One that I don't remember to have won is mine all the same: of my life before a restart. */
  private Move own(long nowNanos) {
    long sinceNanos = nowNanos - renewedNanos;
    return held && sinceNanos < times.retry().toNanos()
        ? new Move.Rest(times.retry().minusNanos(sinceNanos))
        : new Move.Write();
  }

  private Move others(Tenure tenure, long nowNanos) {
    if (seen == null || !seen.version().equals(tenure.version())) {
      seen = tenure;
      seenNanos = nowNanos;
    }
    Duration left = tenure.duration().minusNanos(nowNanos - seenNanos);
    if (!left.isPositive()) {
      return new Move.Write();
    }
    return new Move.Rest(left.compareTo(times.retry()) < 0 ? left : times.retry());
  }

  /** My write was answered. {@code sentNanos}: before it was sent. */
  void won(long sentNanos) {
    held = true;
    renewedNanos = sentNanos;
  }

  /** Whether the lease is mine, and renewed lately enough to go on as its holder. */
  boolean isHolder(long nowNanos) {
    return held && nowNanos - renewedNanos < times.renewDeadline().toNanos();
  }
}
