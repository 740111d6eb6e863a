package chat.node.replica;

import chat.node.replica.Term.Admission;
import chat.node.replica.Term.HandOver;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.StorageId;
import chat.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** The primary's side: appending and committing (rules 1, 2), and recovery (rule 7). */
final class LeaderRules {
  /** Entries that a follower may be sent ahead of its acknowledgement. */
  static final long MAX_IN_FLIGHT_ENTRIES = 8192;

  /** Entries in the log that aren't committed; beyond it, proposals are refused. */
  static final long MAX_UNCOMMITTED_ENTRIES = 16384;

  private LeaderRules() {}

  /**
   * Own writes became durable: the promise (the epoch begins), or entries (some may be committed).
   */
  static void persisted(Turn turn) {
    if (turn.term().noop() == 0 && turn.disk().promiseIsDurable()) {
      begin(turn);
    } else {
      progress(turn);
    }
  }

  /**
   * The promise is on disk: bring everybody to this log, append the no-op (rule 7). It goes out
   * behind the place that is to agree, at once: to whoever has the same log, which in a hand-over
   * is everybody, that saves a round and a write to disk that all calls wait for.
   */
  private static void begin(Turn turn) {
    Term term = turn.term();
    long end = turn.disk().log().lastIndex();
    Term probing = term.withNoop(end + 1);
    for (Member member : term.required()) {
      if (!member.equals(turn.state().self())) {
        probing = probing.withFollower(Progress.unknown(member, Optional.empty(), end + 1));
      }
    }
    turn.term(probing);
    List<Entry> noop = append(turn, List.of(Payload.NOOP));
    probing.followers().values().forEach(follower -> Feeding.probe(turn, follower, noop));
    MembershipRules.shrink(turn);
    progress(turn);
  }

  static void propose(Turn turn, Event.Proposed proposed) {
    Optional<NotServing> refusal = refusal(turn, proposed.payloads().size());
    if (refusal.isPresent()) {
      turn.emit(new Effect.Rejected(proposed.proposal(), refusal.get()));
      return;
    }
    turn.emit(new Effect.Admitted(proposed.proposal(), turn.disk().log().lastIndex() + 1));
    var _ = append(turn, proposed.payloads());
  }

  private static Optional<NotServing> refusal(Turn turn, int count) {
    if (!turn.leads()) {
      return Optional.of(NotServing.NOT_PRIMARY);
    }
    if (!turn.state().isServing()) {
      return Optional.of(NotServing.RECOVERING);
    }
    if (turn.term().handOver().isPresent()) {
      return Optional.of(NotServing.HANDING_OVER);
    }
    long uncommitted = turn.disk().log().lastIndex() - turn.disk().commit();
    return uncommitted + count > MAX_UNCOMMITTED_ENTRIES
        ? Optional.of(NotServing.OVERLOADED)
        : Optional.empty();
  }

  /** Sends first, writes second: the network and the own disk work at the same time. */
  private static List<Entry> append(Turn turn, List<Payload> payloads) {
    List<Entry> entries = new ArrayList<>(payloads.size());
    long index = turn.disk().log().lastIndex();
    for (Payload payload : payloads) {
      entries.add(new Entry(new EntryId(turn.term().epoch(), ++index), payload));
    }
    turn.persist(Optional.empty(), OptionalLong.empty(), entries);
    Feeding.feedAll(turn);
    return entries;
  }

  static void accepted(Turn turn, NodeName from, Message.Accepted accepted) {
    if (!turn.leads() || !turn.term().epoch().equals(accepted.epoch())) {
      return; // Of another epoch: it counts for nothing (rule 2).
    }
    noteDisk(turn, from, accepted.storageId());
    Progress follower = turn.term().followers().get(new Member(from, accepted.storageId()));
    if (follower == null) {
      return;
    }
    if (accepted.match() > turn.disk().log().lastIndex()) {
      turn.halt(from + " accepted up to " + accepted.match() + " of " + turn.disk().log());
      return;
    }
    turn.term(turn.term().withFollower(follower.accepted(accepted.match(), accepted.ending())));
    Feeding.feed(turn, follower.member());
    progress(turn);
  }

  static void mismatch(Turn turn, NodeName from, Message.Mismatch mismatch) {
    if (turn.leads() && turn.term().epoch().equals(mismatch.epoch())) {
      noteDisk(turn, from, mismatch.storageId());
      Progress follower = turn.term().followers().get(new Member(from, mismatch.storageId()));
      if (follower != null) {
        Feeding.searchAgreement(turn, follower, mismatch.hint());
      }
    }
  }

  /** Something may have become possible: a commit, an admission, the hand-over. */
  static void progress(Turn turn) {
    commit(turn);
    MembershipRules.grow(turn);
    handOver(turn);
  }

  /** Rule 2. Nothing is committed before the no-op is. */
  private static void commit(Turn turn) {
    Term term = turn.term();
    if (term.noop() == 0) {
      return;
    }
    long everywhere = turn.disk().durable();
    for (Member member : term.required()) {
      if (!member.equals(turn.state().self())) {
        Progress follower = term.followers().get(member);
        everywhere = Math.min(everywhere, follower == null ? 0 : follower.match());
      }
    }
    if (everywhere >= term.noop() && everywhere > turn.disk().commit()) {
      turn.commit(everywhere);
    }
  }

  /** A newer view of the same epoch: what was proposed is settled (rule 4). */
  static void recorded(Turn turn, View view) {
    Term term = turn.term();
    Optional<Proposal> open = term.proposal().filter(p -> view.rev().isBelow(p.next().rev()));
    Term settled = term.withRecorded(view.inSync()).withProposal(open);
    for (Progress follower : term.followers().values()) {
      Member member = follower.member();
      if (term.recorded().contains(member) && !settled.required().contains(member)) {
        settled = settled.withoutFollower(member);
      }
    }
    SortedSet<Member> stillLeaving = new TreeSet<>(settled.leaving());
    stillLeaving.retainAll(settled.required());
    turn.term(settled.withLeaving(stillLeaving));
    MembershipRules.shrink(turn);
    progress(turn);
    ReadRules.membershipChanged(turn);
  }

  static void suspected(Turn turn, NodeName node) {
    Term term = turn.term();
    for (Member member : List.copyOf(term.followers().keySet())) {
      if (member.name().equals(node) && !term.required().contains(member)) {
        turn.term(turn.term().withoutFollower(member));
      }
    }
    if (term.admission()
        .map(Admission::member)
        .map(Member::name)
        .filter(node::equals)
        .isPresent()) {
      turn.term(turn.term().withAdmission(Optional.empty()));
    }
    MembershipRules.shrink(turn);
    progress(turn);
  }

  static void trusted(Turn turn, NodeName node) {
    for (Progress follower : List.copyOf(turn.term().followers().values())) {
      if (follower.member().name().equals(node)) {
        Progress again = follower.reconnected();
        turn.term(turn.term().withFollower(again));
        Feeding.probe(turn, again);
      }
    }
  }

  /** Whoever answers from another disk has lost the one that is waited for (rule 10). */
  private static void noteDisk(Turn turn, NodeName from, StorageId storageId) {
    boolean known = turn.term().followers().containsKey(new Member(from, storageId));
    StorageId noted = turn.state().disks().get(from);
    if (noted == null ? !known : !noted.equals(storageId)) {
      turn.become(turn.state().withDiskOf(from, Optional.of(storageId)));
      MembershipRules.shrink(turn);
    }
  }

  static void join(Turn turn, NodeName from, Message.Join join) {
    turn.become(turn.state().withDiskOf(from, Optional.of(join.storageId())));
    if (!turn.leads()) {
      return;
    }
    Member learner = new Member(from, join.storageId());
    forgetOlderDisk(turn, learner);
    Term term = turn.term();
    if (term.noop() > 0
        && !term.followers().containsKey(learner)
        && !term.required().contains(learner)) {
      Progress progress =
          Progress.unknown(
              learner, Optional.of(join.addresses()), turn.disk().log().lastIndex() + 1);
      turn.term(term.withFollower(progress));
      Feeding.probe(turn, progress);
    }
    MembershipRules.shrink(turn); // Another disk in a member's place.
  }

  /** A learner whose disk was replaced is another learner now: the old one never answers again. */
  private static void forgetOlderDisk(Turn turn, Member learner) {
    turn.term()
        .admission()
        .map(Admission::member)
        .filter(old -> old.name().equals(learner.name()) && !old.equals(learner))
        .ifPresent(_ -> turn.term(turn.term().withAdmission(Optional.empty())));
    for (Member old : List.copyOf(turn.term().followers().keySet())) {
      if (old.name().equals(learner.name())
          && !old.equals(learner)
          && !turn.term().required().contains(old)) {
        turn.term(turn.term().withoutFollower(old));
      }
    }
  }

  static void leave(Turn turn, NodeName from, Message.Leave leave) {
    Member member = new Member(from, leave.storageId());
    if (turn.leads() && turn.term().required().contains(member)) {
      SortedSet<Member> more = new TreeSet<>(turn.term().leaving());
      more.add(member);
      turn.term(turn.term().withLeaving(more));
      MembershipRules.shrink(turn);
    }
  }

  static void heartbeat(Turn turn) {
    if (turn.term().noop() == 0) {
      return;
    }
    long end = turn.disk().log().lastIndex();
    SortedSet<Member> required = turn.term().required();
    for (Progress follower : turn.term().followers().values()) {
      Feeding.probe(turn, follower);
      boolean learns = !required.contains(follower.member());
      Pace pace = learns ? follower.pace().heartbeat(follower, end) : Pace.NEW;
      turn.term(turn.term().withFollower(follower.heartbeat().withPace(pace)));
    }
    turn.term(
        turn.term()
            .withHandOver(
                turn.term()
                    .handOver()
                    .map(h -> new HandOver(h.to(), h.heartbeatsLeft() - 1))
                    .filter(h -> h.heartbeatsLeft() > 0)
                    .filter(h -> MembershipRules.mayHaveSuccessor(turn, h))));
    if (turn.state().leaving() && turn.term().handOver().isEmpty()) {
      requestHandOver(turn, Optional.empty());
    }
    MembershipRules.shrink(turn);
    progress(turn);
  }

  /**
   * Stops admitting; the view is proposed once everything in flight is settled (rule 6). A learner
   * that isn't proposed yet is let go: nobody counts on it, and it would hold up the hand-over.
   */
  static void requestHandOver(Turn turn, Optional<NodeName> to) {
    HandOver next = new HandOver(to, MembershipRules.HAND_OVER_HEARTBEATS);
    if (turn.leads() && turn.state().isServing() && MembershipRules.mayHaveSuccessor(turn, next)) {
      turn.term(turn.term().withAdmission(Optional.empty()).withHandOver(Optional.of(next)));
      progress(turn);
    }
  }

  private static void handOver(Turn turn) {
    Term term = turn.term();
    boolean settled =
        term.proposal().isEmpty()
            && term.admission().isEmpty()
            && turn.disk().commit() == turn.disk().log().lastIndex();
    if (term.handOver().isPresent() && settled && turn.state().isServing()) {
      MembershipRules.successor(turn, term.handOver().get())
          .ifPresent(
              to -> ViewRules.propose(turn, turn.state().view().orElseThrow().promoting(to)));
    }
  }
}
