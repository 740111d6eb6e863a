package chat.node.replica;

import chat.view.Member;
import chat.view.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Linearizable reads (rule 8): a read waits until every member of the required set said, after the
 * read came in, that it follows this epoch.
 *
 * <p>An answer to nonce n was given after every round up to n began, so it counts for all of them.
 * A member that answers later than a heartbeat therefore delays reads and never starves them.
 */
final class ReadRules {
  /** After this many heartbeats without an answer the question may be lost: it is sent again. */
  static final int ROUND_HEARTBEATS = 2;

  /** Rounds that are open at one time; later reads wait. */
  static final int OPEN_ROUNDS = 16;

  private ReadRules() {}

  static void request(Turn turn, long read) {
    if (!turn.state().isServing()) {
      NotServing reason = turn.leads() ? NotServing.RECOVERING : NotServing.NOT_PRIMARY;
      turn.emit(new Effect.ReadsRejected(List.of(read), reason));
      return;
    }
    Term term = turn.term();
    turn.term(term.withReads(term.reads().add(read)));
    if (term.reads().open().isEmpty()) {
      begin(turn);
    }
  }

  private static void begin(Turn turn) {
    Term term = turn.term();
    SortedSet<Member> asked = new TreeSet<>(term.required());
    asked.remove(turn.state().self());
    Reads reads = term.reads().begin(turn.disk().commit(), asked);
    turn.term(term.withReads(reads));
    ask(turn, reads.open().getLast());
    finish(turn);
  }

  private static void ask(Turn turn, Reads.Round round) {
    for (Member member : round.awaited()) {
      turn.send(member.name(), new Message.ReadRound(turn.term().epoch(), round.nonce()));
    }
  }

  static void following(Turn turn, NodeName from, Message.ReadFollowing answer) {
    if (!turn.leads() || !turn.term().epoch().equals(answer.epoch())) {
      return;
    }
    Member member = new Member(from, answer.storageId());
    each(turn, round -> round.nonce() <= answer.nonce() ? round.without(member) : round);
    finish(turn);
  }

  /** A member whose leaving the set is settled need not answer: it can't be promoted any more. */
  static void membershipChanged(Turn turn) {
    SortedSet<Member> required = turn.term().required();
    each(turn, round -> round.awaitingOnly(required));
    finish(turn);
  }

  private static void each(Turn turn, UnaryOperator<Reads.Round> change) {
    Reads reads = turn.term().reads();
    if (!reads.open().isEmpty()) {
      turn.term(turn.term().withReads(reads.withOpen(reads.open().stream().map(change).toList())));
    }
  }

  /** Answers the reads of all rounds that every member answered. */
  private static void finish(Turn turn) {
    Reads reads = turn.term().reads();
    List<Reads.Round> still = new ArrayList<>();
    for (Reads.Round round : reads.open()) {
      if (round.awaited().isEmpty()) {
        turn.emit(new Effect.ReadReady(round.reads().toList(), round.index()));
      } else {
        still.add(round);
      }
    }
    if (still.size() < reads.open().size()) {
      turn.term(turn.term().withReads(reads.withOpen(still)));
      if (still.isEmpty() && !reads.waiting().isEmpty()) {
        begin(turn);
      }
    }
  }

  /** Begins a round for what waits, so that reads wait for one answer and not for two. */
  static void heartbeat(Turn turn) {
    membershipChanged(turn); // A learner that was let go is not required any more, either.
    Reads reads = turn.term().reads();
    if (reads.open().isEmpty()) {
      return;
    }
    each(turn, round -> round.aged(Math.min(round.heartbeats() + 1, ROUND_HEARTBEATS)));
    if (!reads.waiting().isEmpty() && reads.open().size() < OPEN_ROUNDS) {
      begin(turn);
    } else if (turn.term().reads().open().getLast().heartbeats() >= ROUND_HEARTBEATS) {
      // The newest nonce stands for the older rounds, too.
      Reads aged = turn.term().reads();
      List<Reads.Round> rounds = new ArrayList<>(aged.open());
      rounds.add(rounds.removeLast().aged(0));
      turn.term(turn.term().withReads(aged.withOpen(rounds)));
      ask(turn, rounds.getLast());
    }
  }
}
