package chat.node.replica;

import chat.view.Member;
import chat.view.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Linearizable reads: nobody else leads, or else one of the required members would know (rule 8).
 */
final class ReadRules {
  /** A round that is open this many heartbeats was lost; a new one takes over its reads. */
  static final int ROUND_HEARTBEATS = 2;

  private ReadRules() {}

  static void request(Turn turn, long read) {
    if (!turn.state().isServing()) {
      NotServing reason = turn.leads() ? NotServing.RECOVERING : NotServing.NOT_PRIMARY;
      turn.emit(new Effect.ReadsRejected(List.of(read), reason));
      return;
    }
    Term term = turn.term();
    turn.term(term.withReads(term.reads().add(read)));
    if (term.reads().round().isEmpty()) {
      begin(turn);
    }
  }

  private static void begin(Turn turn) {
    Term term = turn.term();
    SortedSet<Member> asked = new TreeSet<>(term.required());
    asked.remove(turn.state().self());
    Reads reads = term.reads().begin(turn.disk().commit(), asked);
    turn.term(term.withReads(reads));
    for (Member member : asked) {
      turn.send(member.name(), new Message.ReadRound(term.epoch(), reads.lastNonce()));
    }
    finish(turn);
  }

  static void following(Turn turn, NodeName from, Message.ReadFollowing answer) {
    if (!turn.leads() || !turn.term().epoch().equals(answer.epoch())) {
      return;
    }
    Reads reads = turn.term().reads();
    if (reads.round().map(r -> r.nonce() == answer.nonce()).orElse(false)) {
      Member member = new Member(from, answer.storageId());
      turn.term(turn.term().withReads(reads.withRound(reads.round().map(r -> r.without(member)))));
      finish(turn);
    }
  }

  /** A member that is no longer required needn't answer: its leaving the set is settled. */
  static void membershipChanged(Turn turn) {
    Reads reads = turn.term().reads();
    if (reads.round().isPresent()) {
      Reads.Round round = reads.round().get();
      SortedSet<Member> required = turn.term().required();
      for (Member member : round.awaited()) {
        round = required.contains(member) ? round : round.without(member);
      }
      turn.term(turn.term().withReads(reads.withRound(Optional.of(round))));
      finish(turn);
    }
  }

  private static void finish(Turn turn) {
    Reads reads = turn.term().reads();
    Optional<Reads.Round> done = reads.round().filter(r -> r.awaited().isEmpty());
    if (done.isPresent()) {
      turn.emit(new Effect.ReadReady(done.get().reads(), done.get().index()));
      turn.term(turn.term().withReads(reads.withRound(Optional.empty())));
      if (!reads.waiting().isEmpty()) {
        begin(turn);
      }
    }
  }

  static void heartbeat(Turn turn) {
    Reads reads = turn.term().reads();
    if (reads.round().isPresent()) {
      Reads.Round round = reads.round().get().older();
      turn.term(turn.term().withReads(reads.withRound(Optional.of(round))));
      if (round.heartbeats() >= ROUND_HEARTBEATS) {
        begin(turn); // With a nonce of its own: an answer to the old one proves nothing now.
      }
    }
  }
}
