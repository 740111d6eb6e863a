package chat.node.replica;

import chat.view.Member;
import chat.view.NodeAddresses;
import java.util.Optional;

/**
 * How far a follower is, as its primary knows.
 *
 * @param match up to here its disk holds the primary's log, by its own word in this epoch; -1:
 *     unknown
 * @param next the first entry that wasn't sent to it yet
 * @param probing nothing but the place before {@code next} is sent, until it accepts that
 * @param beatsOfEnding heartbeats since it said that it is shutting down, the first counted; 0: it
 *     isn't
 * @param pace how well it has kept up as a learner
 */
public record Progress(
    Member member,
    Optional<NodeAddresses> addresses,
    long match,
    long next,
    boolean probing,
    int beatsOfEnding,
    Pace pace) {
  static final long UNKNOWN = -1;

  /**
   * A member that ends is let go of after as many heartbeats. Not at once: where all are told to
   * end together, the primary learns it within this time, and keeps the set whole.
   */
  public static final int BEATS_UNTIL_LET_GO = 5;

  static Progress unknown(Member member, Optional<NodeAddresses> addresses, long next) {
    return new Progress(member, addresses, UNKNOWN, next, true, 0, Pace.NEW);
  }

  Progress accepted(long upTo, boolean nowEnding) {
    long newMatch = Math.max(match, upTo);
    long newNext = probing ? newMatch + 1 : Math.max(next, newMatch + 1);
    int beats = nowEnding ? Math.max(1, beatsOfEnding) : 0;
    return new Progress(member, addresses, newMatch, newNext, false, beats, pace.acknowledged());
  }

  Progress probeAt(long index) {
    return new Progress(member, addresses, match, index, true, beatsOfEnding, pace);
  }

  Progress sentBefore(long index) {
    return new Progress(member, addresses, match, index, false, beatsOfEnding, pace);
  }

  public boolean ending() {
    return beatsOfEnding > 0;
  }

  /** Whether it has been ending for so long that it should be taken out, while it still answers. */
  boolean isToBeLetGo() {
    return beatsOfEnding > BEATS_UNTIL_LET_GO;
  }

  Progress heartbeat() {
    return ending() && !isToBeLetGo()
        ? new Progress(member, addresses, match, next, probing, beatsOfEnding + 1, pace)
        : this;
  }

  /** Whether it may become required without anybody waiting for long. */
  boolean isNear(long end) {
    return !probing && match + Pace.NEAR_ENTRIES >= end;
  }

  Progress withPace(Pace newPace) {
    return new Progress(member, addresses, match, next, probing, beatsOfEnding, newPace);
  }

  /** The connection is new: what was in flight is lost. */
  Progress reconnected() {
    return match == UNKNOWN ? probeAt(next) : probeAt(match + 1);
  }
}
