package chat.node.replica.explore;

import chat.node.replica.DiskState;
import chat.node.replica.Message;
import chat.node.replica.Pace;
import chat.node.replica.Progress;
import chat.node.replica.Reads;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Term;
import chat.view.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One world for all that behave the same. What only counts up would make the space endless, what
 * only names would make it larger; each of these says why nobody can tell the difference.
 */
final class Canon {
  /** Of a hand-over, as it stands in every world. */
  static final int HEARTBEATS_LEFT = 2;

  private Canon() {}

  /**
   * Tickets are made one above the last, compared for equality with those under way, and given back
   * in order of the writes. So any that ascend and are distinct do as well: 1 for the oldest write,
   * and so on; the read of the view comes last.
   */
  static ReplicaState renumbered(ReplicaState state, List<Disk.Write> writes) {
    DiskState disk = state.disk();
    long ticket = 0;
    for (int i = 0; i < writes.size(); i++) {
      if (writes.get(i).ticket() != 0) {
        writes.set(i, writes.get(i).withTicket(++ticket));
      }
    }
    List<DiskState.PendingWrite> pending = new ArrayList<>();
    for (DiskState.PendingWrite write : disk.pending()) {
      pending.add(new DiskState.PendingWrite(pending.size() + 1L, write.end(), write.promise()));
    }
    Optional<ReplicaState.ViewReading> reading = state.viewRead();
    if (reading.isPresent()) {
      ReplicaState.ViewReading old = reading.get();
      reading = Optional.of(new ReplicaState.ViewReading(++ticket, old.rev(), old.epoch()));
    }
    return new ReplicaState(
        state.self(),
        state.addresses(),
        new DiskState(
            disk.log(),
            disk.durable(),
            disk.commit(),
            disk.promise(),
            disk.durablePromise(),
            pending),
        state.view(),
        state.role(),
        state.suspected(),
        state.disks(),
        reading,
        state.ending(),
        state.leaving(),
        ticket);
  }

  /**
   * A hand-over counts heartbeats down, and ends with the last. Here any heartbeat may be the last:
   * {@code left} is set before it, and set back to the same number after. That allows every history
   * that the count allows, and longer ones; safety may not rest on the count.
   */
  static ReplicaState handingOver(ReplicaState state, int left) {
    if (state.role() instanceof Role.Leading leading && leading.term().handOver().isPresent()) {
      Term term = leading.term();
      Term.HandOver now = new Term.HandOver(term.handOver().get().to(), left);
      return now.heartbeatsLeft() == term.handOver().get().heartbeatsLeft()
          ? state
          : withTerm(state, term.reads(), Optional.of(now));
    }
    return state;
  }

  /**
   * A nonce is only compared with those of the open rounds; the next one is above all before. So an
   * open round's nonce is its rank, and any other is that of the newest open round below it, or 0.
   * Only for messages of an epoch that is led: nobody else looks at a nonce.
   */
  static ReplicaState withSmallNonces(ReplicaState state) {
    if (state.role() instanceof Role.Leading leading) {
      Reads old = leading.term().reads();
      List<Reads.Round> open = new ArrayList<>();
      for (Reads.Round r : old.open()) {
        open.add(
            new Reads.Round(open.size() + 1L, r.index(), r.reads(), r.awaited(), r.heartbeats()));
      }
      Reads small = new Reads(open.size(), open, old.waiting());
      return small.equals(old) ? state : withTerm(state, small, leading.term().handOver());
    }
    return state;
  }

  /** The message as {@link #withSmallNonces} of the one who leads its epoch makes it. */
  static Message withSmallNonce(Message message, Term term) {
    return switch (message) {
      case Message.ReadRound round when round.epoch().equals(term.epoch()) ->
          new Message.ReadRound(round.epoch(), small(round.nonce(), term));
      case Message.ReadFollowing answer when answer.epoch().equals(term.epoch()) ->
          new Message.ReadFollowing(
              answer.epoch(), answer.storageId(), small(answer.nonce(), term));
      case Message.Append _,
          Message.Accepted _,
          Message.Mismatch _,
          Message.Refused _,
          Message.ReadRound _,
          Message.ReadFollowing _,
          Message.Join _,
          Message.Leave _,
          Message.UseSnapshot _,
          Message.Recorded _ ->
          message;
    };
  }

  private static long small(long nonce, Term term) {
    return term.reads().open().stream().filter(round -> round.nonce() <= nonce).count();
  }

  /**
   * That entries were applied is only ever looked for on a disk after a crash. Where none is to
   * come, such a write may as well be durable once all before it is: nobody waits for it.
   */
  static World.Node withoutIdleWrites(World.Node node) {
    int idle = 0;
    while (idle < node.writes().size() && node.writes().get(idle).ticket() == 0) {
      idle++;
    }
    return idle == 0
        ? node
        : new World.Node(
            node.member(),
            node.boot(),
            node.state(),
            node.durable().after(node.writes().subList(0, idle)),
            node.writes().subList(idle, node.writes().size()),
            node.viewRead(),
            node.donor(),
            node.open());
  }

  /**
   * A learner is let in once it has kept up for some heartbeats. Here it may be let in at the next
   * step already: safety may not rest on that count either.
   */
  static ReplicaState withSteadyLearners(ReplicaState state) {
    if (state.role() instanceof Role.Leading leading
        && leading.term().followers().values().stream()
            .anyMatch(follower -> !follower.pace().equals(Pace.STEADY))) {
      SortedMap<Member, Progress> steady = new TreeMap<>(leading.term().followers());
      steady.replaceAll((_, follower) -> steady(follower));
      return withTerm(state, leading.term().reads(), leading.term().handOver(), steady);
    }
    return state;
  }

  private static Progress steady(Progress old) {
    return new Progress(
        old.member(),
        old.addresses(),
        old.match(),
        old.next(),
        old.probing(),
        old.beatsOfEnding(),
        Pace.STEADY);
  }

  private static ReplicaState withTerm(
      ReplicaState state, Reads reads, Optional<Term.HandOver> handOver) {
    return withTerm(state, reads, handOver, ((Role.Leading) state.role()).term().followers());
  }

  private static ReplicaState withTerm(
      ReplicaState state,
      Reads reads,
      Optional<Term.HandOver> handOver,
      SortedMap<Member, Progress> followers) {
    Term old = ((Role.Leading) state.role()).term();
    Term term =
        new Term(
            old.epoch(),
            old.noop(),
            old.recorded(),
            old.proposal(),
            old.admission(),
            followers,
            old.leaving(),
            reads,
            handOver);
    return new ReplicaState(
        state.self(),
        state.addresses(),
        state.disk(),
        state.view(),
        new Role.Leading(term),
        state.suspected(),
        state.disks(),
        state.viewRead(),
        state.ending(),
        state.leaving(),
        state.lastTicket());
  }
}
