package chat.node.replica;

import chat.view.View;
import java.util.Optional;

/** What must hold of one replica after every step. Cluster-wide ones are the simulation's. */
final class Invariants {
  private Invariants() {}

  /** Says which invariant the step from {@code before} to {@code after} broke, if any. */
  static Optional<String> broken(ReplicaState before, ReplicaState after) {
    DiskState old = before.disk();
    DiskState disk = after.disk();
    if (disk.promisedEpoch().isBelow(old.promisedEpoch())) {
      return broke("the promise fell from " + old.promisedEpoch() + " to " + disk.promisedEpoch());
    }
    if (disk.actedOnRev().isBelow(old.actedOnRev())) {
      return broke("the rev fell from " + old.actedOnRev() + " to " + disk.actedOnRev());
    }
    if (disk.commit() < old.commit()) {
      return broke("the commit index fell from " + old.commit() + " to " + disk.commit());
    }
    if (disk.commit() > disk.log().lastIndex()) {
      return broke("committed " + disk.commit() + ", beyond the log " + disk.log());
    }
    if (disk.log().base().index() > disk.commit()) {
      return broke("the log begins behind " + disk.log().base() + ", committed " + disk.commit());
    }
    if (disk.durable() > disk.log().lastIndex()) {
      return broke("durable up to " + disk.durable() + ", beyond the log " + disk.log());
    }
    if (after.role() instanceof Role.Leading leading) {
      return ofLeading(after, leading.term());
    }
    return Optional.empty();
  }

  private static Optional<String> ofLeading(ReplicaState after, Term term) {
    if (!after.disk().promisedEpoch().equals(term.epoch())) {
      return broke("leads " + term.epoch() + ", promised " + after.disk().promisedEpoch());
    }
    if (!term.required().contains(after.self())) {
      return broke("leads without being required: " + term.required());
    }
    Optional<View> view = after.view();
    if (view.isEmpty() || !view.get().primary().equals(after.self())) {
      return broke("leads " + term.epoch() + ", the view says " + view);
    }
    return Optional.empty();
  }

  private static Optional<String> broke(String what) {
    return Optional.of("invariant broken: " + what);
  }
}
