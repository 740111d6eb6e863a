package chat.node.host;

import chat.node.host.Replication.Leader;
import chat.node.host.Replication.NodeState;
import chat.node.replica.DiskState;
import chat.node.replica.EntryId;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Role.Matched;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.View;
import java.util.Optional;

/** What a replica's state looks like from outside. */
final class NodeStates {
  private NodeStates() {}

  /**
   * @param proven false where this node leads and its read barrier hasn't passed for too long
   */
  static NodeState of(ReplicaState state, long applied, boolean proven, Optional<String> halted) {
    DiskState disk = state.disk();
    EntryId last = disk.log().last();
    return new NodeState(
        halted.isPresent() ? Replication.Role.HALTED : role(state),
        state.view(),
        state.view().flatMap(view -> leader(state, view)),
        halted.isEmpty() && state.isServing() && proven,
        disk.promisedEpoch().value(),
        last.epoch().value(),
        last.index(),
        disk.commit(),
        applied,
        state.hasLostPrimary(),
        state.ending(),
        halted);
  }

  private static Optional<Leader> leader(ReplicaState state, View view) {
    Optional<Matched> newer =
        state.role() instanceof Role.Following following
            ? following.matched().filter(matched -> view.epoch().isBelow(matched.epoch()))
            : Optional.empty();
    if (newer.isPresent()) {
      NodeName name = newer.get().primary();
      return state.suspected().contains(name)
          ? Optional.empty()
          : leader(view, name, newer.get().epoch());
    }
    return state.hasLostPrimary() || state.role() instanceof Role.Leading
        ? Optional.empty()
        : leader(view, view.primary().name(), view.epoch());
  }

  private static Optional<Leader> leader(View view, NodeName name, Epoch epoch) {
    return Optional.ofNullable(view.addresses().get(name))
        .map(at -> new Leader(at.client(), epoch));
  }

  private static Replication.Role role(ReplicaState state) {
    return switch (state.role()) {
      case Role.Leading _ ->
          state.isServing() ? Replication.Role.PRIMARY : Replication.Role.RECOVERING;
      case Role.Following _ when state.view().isEmpty() -> Replication.Role.WAITING;
      case Role.Following _ ->
          state.isInSync() ? Replication.Role.BACKUP : Replication.Role.LEARNER;
      case Role.Halted _ -> Replication.Role.HALTED;
    };
  }
}
