package chat.node.replica;

import chat.node.replica.Term.Admission;
import chat.node.replica.Term.HandOver;
import chat.view.Member;
import chat.view.View;
import java.util.Optional;

/** Who is in the in-sync set: shrinking (rule 3), growing (rule 5), and who leads next (rule 6). */
final class MembershipRules {
  /** Heartbeats after which a hand-over that can't be settled is given up. */
  static final int HAND_OVER_HEARTBEATS = 30;

  private MembershipRules() {}

  /**
   * Proposes to take out one member that is lost, leaves or ends; it is required until that is
   * settled.
   */
  static void shrink(Turn turn) {
    Term term = turn.term();
    ReplicaState state = turn.state();
    if (term.noop() == 0 || term.proposal().isPresent() || state.ending()) {
      return;
    }
    term.recorded().stream()
        .filter(member -> !member.equals(state.self()))
        .filter(member -> state.isLost(member) || isGoing(term, member))
        .findFirst()
        .ifPresent(member -> ViewRules.propose(turn, state.view().orElseThrow().without(member)));
  }

  /** Taken out before it is gone, a member makes nobody wait. */
  private static boolean isGoing(Term term, Member member) {
    Progress follower = term.followers().get(member);
    return term.leaving().contains(member) || (follower != null && follower.isToBeLetGo());
  }

  /**
   * Takes in a learner in two moves. Once it has kept up for a while, near the end of the log, it
   * becomes required: whatever is committed from then on, it has. Once it has all from before that
   * too, it is proposed.
   */
  static void grow(Turn turn) {
    Term term = turn.term();
    if (!turn.state().isServing()
        || turn.state().ending()
        || term.handOver().isPresent()
        || term.proposal().isPresent()) {
      return;
    }
    if (term.admission().isPresent()) {
      Admission admission = term.admission().get();
      Progress learner = term.followers().get(admission.member());
      if (learner != null && learner.match() >= admission.target()) {
        View view = turn.state().view().orElseThrow();
        ViewRules.propose(turn, view.with(admission.member(), learner.addresses()));
        turn.term(turn.term().withAdmission(Optional.empty()));
      }
      return;
    }
    long end = turn.disk().log().lastIndex();
    term.followers().values().stream()
        .filter(follower -> isAdmissible(turn.state(), term, follower, end))
        .findFirst()
        .ifPresent(
            learner -> {
              turn.term(term.withAdmission(Optional.of(new Admission(learner.member(), end))));
              grow(turn);
            });
  }

  private static boolean isAdmissible(ReplicaState state, Term term, Progress follower, long end) {
    Member member = follower.member();
    return follower.isNear(end)
        && follower.pace().isSteady()
        && !follower.ending()
        && !state.isLost(member)
        && term.recorded().stream().noneMatch(other -> other.name().equals(member.name()));
  }

  /** Whether to wait for a successor: not where all who are asked for end or leave, too. */
  static boolean mayHaveSuccessor(Turn turn, HandOver handOver) {
    Term term = turn.term();
    return term.recorded().stream()
        .filter(member -> !member.equals(turn.state().self()) && !term.leaving().contains(member))
        .filter(member -> handOver.to().map(member.name()::equals).orElse(true))
        .map(member -> term.followers().get(member))
        .anyMatch(follower -> follower == null || !follower.ending());
  }

  /** A member that has everything and isn't ending; the one asked for, if any. */
  static Optional<Member> successor(Turn turn, HandOver handOver) {
    ReplicaState state = turn.state();
    Term term = turn.term();
    long end = turn.disk().log().lastIndex();
    return term.followers().values().stream()
        .filter(follower -> term.recorded().contains(follower.member()))
        .filter(follower -> follower.match() == end && !follower.ending())
        .map(Progress::member)
        .filter(member -> !state.isLost(member) && !term.leaving().contains(member))
        .filter(member -> handOver.to().map(member.name()::equals).orElse(true))
        .findFirst();
  }
}
