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
 * @param ending it said that it is shutting down
 */
public record Progress(
    Member member,
    Optional<NodeAddresses> addresses,
    long match,
    long next,
    boolean probing,
    boolean ending) {
  static final long UNKNOWN = -1;

  static Progress unknown(Member member, Optional<NodeAddresses> addresses, long next) {
    return new Progress(member, addresses, UNKNOWN, next, true, false);
  }

  Progress accepted(long upTo, boolean nowEnding) {
    long newMatch = Math.max(match, upTo);
    long newNext = probing ? newMatch + 1 : Math.max(next, newMatch + 1);
    return new Progress(member, addresses, newMatch, newNext, false, nowEnding);
  }

  Progress probeAt(long index) {
    return new Progress(member, addresses, match, index, true, ending);
  }

  Progress sentBefore(long index) {
    return new Progress(member, addresses, match, index, false, ending);
  }

  /** The connection is new: what was in flight is lost. */
  Progress reconnected() {
    return match == UNKNOWN ? probeAt(next) : probeAt(match + 1);
  }
}
