package chat.node.replica;

import java.util.List;

/** What one event led to: the state after it, and what the host must now do, in this order. */
public record Step(ReplicaState state, List<Effect> effects) {
  public Step {
    effects = List.copyOf(effects);
  }
}
