package chat.node.grpc;

import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import chat.node.replica.NotServing;
import chat.view.Address;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.View;

/** Where a call goes now. */
sealed interface Route {
  /** This node answers it. */
  record Here() implements Route {}

  /** The primary of this epoch answers it. */
  record There(Address primary, Epoch epoch) implements Route {}

  /** Nobody does yet; {@code missing} says in a sentence what is waited for. */
  record Nowhere(String missing) implements Route {}

  /** This node was in the cluster before, and has to hear first who leads now: others know. */
  record Elsewhere() implements Route {}

  /** Another node passed it on, and this one can't answer it. */
  record Back(NotServing reason) implements Route {}

  /** The call is for another cluster. */
  record Foreign(Failure failure) implements Route {}

  static Route choose(NodeName self, NodeState state, boolean forwarded) {
    if (state.serving()) {
      return new Here();
    }
    if (forwarded) {
      return state.role() == Role.RECOVERING || state.role() == Role.PRIMARY
          ? new Nowhere(missing(self, state))
          : new Back(NotServing.NOT_PRIMARY);
    }
    if (state.view().isEmpty() && state.promise() > 0) {
      return new Elsewhere();
    }
    return state
        .leader()
        .<Route>map(leader -> new There(leader.client(), leader.epoch()))
        .orElseGet(() -> new Nowhere(missing(self, state)));
  }

  /** What stands between this node and an answer, for a person. */
  static String missing(NodeName self, NodeState state) {
    if (state.halted().isPresent()) {
      return self + " has stopped: " + state.halted().get();
    }
    if (state.view().isEmpty()) {
      return self + " knows of no view yet: the cluster waits for its first members";
    }
    View view = state.view().get();
    NodeName primary = view.primary().name();
    if (state.serving()) {
      return self + " serves epoch " + view.epoch();
    }
    if (primary.equals(self) && state.role() == Role.PRIMARY) {
      return "%s leads epoch %s and passes no read barrier: not all in sync (%s) answer it"
          .formatted(self, view.epoch(), names(view));
    }
    if (primary.equals(self)) {
      return "%s leads epoch %s and waits until all in sync (%s) have its log"
          .formatted(self, view.epoch(), names(view));
    }
    return "%s leads epoch %s and doesn't answer %s; in sync: %s"
        .formatted(primary, view.epoch(), self, names(view));
  }

  private static String names(View view) {
    return String.join(", ", view.inSync().stream().map(m -> m.name().value()).toList());
  }
}
