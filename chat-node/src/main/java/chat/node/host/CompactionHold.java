package chat.node.host;

import chat.node.host.Store.Retention;
import java.time.Duration;

/**
 * Says how much of the log a primary keeps. While a node catches up, nothing is dropped that it is
 * still to get: else a learner whose copy of the state takes longer than the log reaches back would
 * begin again for ever. The hold outlasts the learner's silence while it installs the copy. It is
 * bounded: in bytes by the store, in time here, so that one that never arrives holds nothing up.
 *
 * <p>Belongs to the loop's thread.
 */
final class CompactionHold {
  private static final long NOT = Long.MIN_VALUE;

  private final long longestNanos;
  private final long graceNanos;
  private long since = NOT;
  private long seenAt;

  /**
   * @param longest that a hold lasts; the next begins when nobody catches up any more
   * @param grace after the last sight of a node that catches up
   */
  CompactionHold(Duration longest, Duration grace) {
    this.longestNanos = longest.toNanos();
    this.graceNanos = grace.toNanos();
  }

  Retention at(long nowNanos, boolean somebodyCatchesUp) {
    if (somebodyCatchesUp) {
      seenAt = nowNanos;
      since = since == NOT ? nowNanos : since;
    } else if (since != NOT && nowNanos - seenAt > graceNanos) {
      since = NOT;
    }
    return since != NOT && nowNanos - since <= longestNanos ? Retention.HELD : Retention.USUAL;
  }
}
