package chat.node.replica;

import chat.view.Member;
import chat.view.NodeName;
import java.util.List;

/** Gets the log to a follower: finds where both agree, then streams from there. */
final class Feeding {
  private Feeding() {}

  static void feedAll(Turn turn) {
    for (Member member : List.copyOf(turn.term().followers().keySet())) {
      feed(turn, member);
    }
  }

  /** Sends what wasn't sent, as far as the window goes. */
  static void feed(Turn turn, Member member) {
    Progress follower = turn.term().followers().get(member);
    if (follower == null || follower.probing()) {
      return;
    }
    LogShape log = turn.disk().log();
    if (follower.next() <= log.base().index()) {
      search(turn, follower, follower.next() - 1);
      return;
    }
    long last = Math.min(log.lastIndex(), follower.match() + LeaderRules.MAX_IN_FLIGHT_ENTRIES);
    if (last >= follower.next()) {
      turn.emit(
          new Effect.SendEntries(
              member.name(),
              turn.term().epoch(),
              log.idAt(follower.next() - 1),
              last,
              turn.disk().commit()));
      turn.term(turn.term().withFollower(follower.sentBefore(last + 1)));
    }
  }

  /** A heartbeat: asks whether the follower has all that it was sent. */
  static void probe(Turn turn, Progress follower) {
    probe(turn, follower, List.of());
  }

  /** The same, with the entries that stand behind the place asked about. */
  static void probe(Turn turn, Progress follower, List<Entry> entries) {
    LogShape log = turn.disk().log();
    long before = Math.max(follower.next() - 1, log.base().index());
    turn.send(
        follower.member().name(),
        new Message.Append(turn.term().epoch(), log.idAt(before), entries, turn.disk().commit()));
  }

  /** The follower lacks the place before {@code next}; below {@code hint} is where to look. */
  static void searchAgreement(Turn turn, Progress follower, EntryId hint) {
    LogShape log = turn.disk().log();
    if (hint.index() < follower.match()) {
      return; // Old: it has accepted more since.
    }
    search(turn, follower, log.lastNotAbove(hint.epoch(), hint.index()));
  }

  private static void search(Turn turn, Progress follower, long index) {
    LogShape log = turn.disk().log();
    if (index < log.base().index()) {
      turn.term(turn.term().withFollower(follower.probeAt(log.base().index() + 1)));
      turn.send(
          follower.member().name(), new Message.UseSnapshot(turn.term().epoch(), donor(turn)));
      return;
    }
    boolean news = !follower.probing() || follower.next() != index + 1;
    Progress probing = follower.probeAt(index + 1);
    turn.term(turn.term().withFollower(probing));
    if (news) {
      probe(turn, probing);
    }
  }

  /** A backup where there is one: the primary has enough to do. */
  private static NodeName donor(Turn turn) {
    ReplicaState state = turn.state();
    return turn.term().recorded().stream()
        .filter(member -> !member.equals(state.self()) && !state.isLost(member))
        .findFirst()
        .orElse(state.self())
        .name();
  }
}
