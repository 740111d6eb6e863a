package chat.node.replica;

import chat.node.replica.Effect.Promise;
import chat.view.Epoch;
import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore.Outcome;
import java.util.Optional;

/**
 * What a replica makes of the view: when it begins to lead and when it stops (rules 6, 7), how a
 * proposal is settled (rule 4), and what it must not believe (rule 11).
 */
final class ViewRules {
  private ViewRules() {}

  /**
   * A view from a watch, or from who recorded it, may be old: it counts only if it is newer than
   * all that was acted on.
   */
  static void seen(Turn turn, View view) {
    if (turn.disk().promise().map(p -> !p.clusterId().equals(view.clusterId())).orElse(false)) {
      turn.readView(); // Only a read that began now proves that the record is another cluster's.
    } else if (!view.rev().isBelow(turn.disk().actedOnRev())) {
      actOn(turn, view);
    }
  }

  static void read(Turn turn, Event.ViewRead read) {
    Optional<ReplicaState.ViewReading> reading = turn.state().viewRead();
    if (reading.isEmpty() || reading.get().ticket() != read.ticket()) {
      return;
    }
    turn.become(turn.state().withViewRead(Optional.empty()));
    Optional<String> contradiction = contradiction(turn, reading.get(), read.view());
    if (contradiction.isPresent()) {
      turn.halt(contradiction.get());
    } else if (read.view().isPresent()) {
      View view = read.view().get();
      if (!view.rev().isBelow(turn.disk().actedOnRev())) {
        actOn(turn, view);
      }
    }
  }

  /** Rule 11: what a linearizable read must not show. */
  private static Optional<String> contradiction(
      Turn turn, ReplicaState.ViewReading began, Optional<View> read) {
    Optional<Promise> promise = turn.disk().durablePromise();
    if (read.isEmpty()) {
      // A read that began on an empty disk may be older than the first view, shown meanwhile.
      return Rev.ZERO.isBelow(began.rev())
          ? Optional.of("there is no view, but this disk belongs to a cluster: " + promise)
          : Optional.empty();
    }
    View view = read.get();
    if (promise.isPresent() && !promise.get().clusterId().equals(view.clusterId())) {
      return Optional.of(
          "the view is of cluster "
              + view.clusterId()
              + ", this disk belongs to "
              + promise.get().clusterId());
    }
    if (view.rev().isBelow(began.rev()) || view.epoch().isBelow(began.epoch())) {
      return Optional.of(
          "the view went back: it is at rev "
              + view.rev()
              + ", epoch "
              + view.epoch()
              + "; this disk has seen rev "
              + began.rev()
              + ", epoch "
              + began.epoch());
    }
    return Optional.empty();
  }

  static void readFailed(Turn turn, long ticket) {
    if (turn.state().viewRead().map(r -> r.ticket() == ticket).orElse(false)) {
      turn.become(turn.state().withViewRead(Optional.empty()));
    }
  }

  /** The store answered a proposal. Only STORED settles it; all else needs a read (rule 4). */
  static void proposed(Turn turn, Event.ViewProposed event) {
    if (event.outcome() != Outcome.STORED) {
      if (turn.leads()) {
        Term term = turn.term();
        turn.term(
            term.withProposal(
                term.proposal().map(p -> p.next().rev().equals(event.rev()) ? p.answered() : p)));
      }
      turn.readView();
    } else if (turn.leads()) {
      Optional<Proposal> own =
          turn.term().proposal().filter(p -> p.next().rev().equals(event.rev()));
      own.ifPresent(p -> actOn(turn, p.next()));
    } else {
      turn.readView(); // A promotion by this replica: read it back rather than remember it.
    }
  }

  /** Acts on a view that isn't older than any before. */
  static void actOn(Turn turn, View view) {
    Rev known = turn.state().view().map(View::rev).orElse(Rev.ZERO);
    if (!known.isBelow(view.rev())) {
      return;
    }
    turn.become(turn.state().withView(view));
    if (turn.leads()) {
      Epoch own = turn.term().epoch();
      if (own.isBelow(view.epoch())) {
        tellSuccessor(turn, view);
        stepDown(turn);
      } else if (view.epoch().isBelow(own)) {
        turn.halt("leading epoch " + own + ", a newer view has an older one: " + view);
        return;
      }
    }
    boolean begins = beginsToLead(turn, view);
    remember(turn, view, begins ? view.epoch() : turn.disk().promisedEpoch());
    if (begins) {
      turn.become(
          turn.state()
              .withRole(new Role.Leading(Term.starting(view.epoch(), view.inSync())))
              .withoutDisks()); // Who leads is told by each answer.
    } else if (turn.leads()) {
      LeaderRules.recorded(turn, view);
    }
  }

  /** Its own watch may be slow to tell it, and all calls wait for it (rule 6). */
  private static void tellSuccessor(Turn turn, View view) {
    if (!isPrimary(turn, view)) {
      turn.send(view.primary().name(), new Message.Recorded(view));
    }
  }

  /**
   * Rule 7: only with a promise below the epoch; one that is equal is an earlier boot's. Also where
   * the process is about to end: whoever chose it didn't know, and if it didn't lead, nobody would,
   * and nobody could hand over.
   */
  private static boolean beginsToLead(Turn turn, View view) {
    return !turn.leads()
        && isPrimary(turn, view)
        && turn.disk().promisedEpoch().isBelow(view.epoch());
  }

  /** This disk, not only this name: rule 7 of another disk's promise says nothing. */
  private static boolean isPrimary(Turn turn, View view) {
    return view.primary().equals(turn.state().self());
  }

  private static void remember(Turn turn, View view, Epoch promise) {
    Promise next = new Promise(view.clusterId(), promise, view.rev());
    if (!turn.disk().promise().equals(Optional.of(next))) {
      turn.persist(next);
    }
  }

  /** Somebody promised a higher epoch: this replica's own is over. */
  static void refused(Turn turn, Epoch promise) {
    if (turn.leads() && turn.term().epoch().isBelow(promise)) {
      stepDown(turn);
      turn.readView();
    }
  }

  /** Ends the primary role: open calls are unknown, open reads are refused (rules 1, 12). */
  static void stepDown(Turn turn) {
    Term term = turn.term();
    if (!term.reads().all().isEmpty()) {
      turn.emit(new Effect.ReadsRejected(term.reads().all(), NotServing.NOT_PRIMARY));
    }
    turn.emit(new Effect.Deposed(term.epoch()));
    turn.become(turn.state().withRole(Role.Following.NOBODY));
  }

  /** Rule 6: an in-sync member takes over, or tries to. */
  static void promoteSelf(Turn turn) {
    ReplicaState state = turn.state();
    if (!state.hasLostPrimary() || !state.isInSync() || state.ending() || state.leaving()) {
      return;
    }
    View view = state.view().orElseThrow();
    if (view.epoch().isBelow(turn.disk().promisedEpoch())) {
      turn.readView();
    } else {
      turn.emit(new Effect.ProposeView(view.promoting(state.self())));
    }
  }

  /** Repeats what an unreachable store left open. */
  static void heartbeat(Turn turn) {
    boolean behind =
        turn.state()
            .view()
            .map(view -> view.epoch().isBelow(turn.disk().promisedEpoch()))
            .orElse(true);
    if (behind) {
      turn.readView();
    }
    if (turn.leads()) {
      Term term = turn.term();
      Optional<Proposal> open = term.proposal().filter(p -> !p.inFlight());
      if (open.isPresent() && turn.state().viewRead().isEmpty()) {
        propose(turn, open.get().next());
      }
    }
  }

  /** From here on the proposed set is required too (rule 2). */
  static void propose(Turn turn, View next) {
    turn.term(turn.term().withProposal(Optional.of(new Proposal(next, true))));
    turn.emit(new Effect.ProposeView(next));
  }
}
