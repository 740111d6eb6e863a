package chat.node.app;

import chat.node.host.Replication;
import chat.node.host.Replication.NodeState;
import chat.view.View;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest changes of role and epoch, for the status page and the count of failovers. */
final class RoleHistory {
  private static final int KEPT = 20;

  /** From {@code since} on it was so. */
  record Change(Instant since, Replication.Role role, long epoch, String primary) {}

  private final Replication replication;
  private final Deque<Change> changes = new ArrayDeque<>();
  private long failovers;

  RoleHistory(Replication replication) {
    this.replication = replication;
    replication.onStateChange(this::look);
  }

  private synchronized void look() {
    NodeState state = replication.state();
    long epoch = state.view().map(view -> view.epoch().value()).orElse(0L);
    String primary =
        state.view().map(View::primary).map(member -> member.name().value()).orElse("");
    Change newest = changes.peekFirst();
    if (newest != null && newest.role() == state.role() && newest.epoch() == epoch) {
      return;
    }
    if (newest != null && newest.epoch() > 0 && epoch > newest.epoch()) {
      failovers++;
    }
    changes.addFirst(new Change(Instant.now(), state.role(), epoch, primary));
    if (changes.size() > KEPT) {
      changes.removeLast();
    }
  }

  /** Newest first. */
  synchronized List<Change> changes() {
    return List.copyOf(changes);
  }

  /** Changes of the epoch seen since the start. */
  synchronized long failovers() {
    return failovers;
  }
}
