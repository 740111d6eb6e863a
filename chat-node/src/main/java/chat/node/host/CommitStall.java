package chat.node.host;

import chat.node.replica.ReplicaState;
import chat.node.replica.Role.Leading;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells whether the commit index of a serving primary stands still while entries wait for it, and
 * what they wait for. New commands would only queue up behind them until their deadlines.
 *
 * <p>{@link #look} belongs to the loop's thread; any thread may ask for {@link #reason}.
 */
final class CommitStall {
  private final long patienceNanos;
  private long commit = -1;
  private long movedAt;
  private volatile Optional<String> reason = Optional.empty();

  CommitStall(Duration patience) {
    this.patienceNanos = patience.toNanos();
  }

  /** To be called once in a turn. */
  void look(ReplicaState state, long nowNanos) {
    long committed = state.disk().commit();
    boolean waits = state.isServing() && state.disk().log().lastIndex() > committed;
    if (!waits || committed != commit) {
      commit = committed;
      movedAt = nowNanos;
    }
    boolean stalled = waits && nowNanos - movedAt > patienceNanos;
    if (stalled != reason.isPresent()) {
      reason = stalled ? Optional.of(describe(state)) : Optional.empty();
    }
  }

  /** Why nothing is committed, for as long as nothing is. */
  Optional<String> reason() {
    return reason;
  }

  private static String describe(ReplicaState state) {
    if (!(state.role() instanceof Leading leading)) {
      return "nothing is committed";
    }
    long end = state.disk().log().lastIndex();
    String behind =
        leading.term().followers().values().stream()
            .filter(follower -> leading.term().required().contains(follower.member()))
            .filter(follower -> follower.match() < end)
            .map(follower -> follower.member().name().value())
            .sorted()
            .collect(Collectors.joining(", "));
    String members = behind.isEmpty() ? "this node's own disk" : behind;
    return leading.term().proposal().isEmpty()
        ? "nothing is committed: waiting for " + members
        : "nothing is committed: waiting for "
            + members
            + ", and for the view store (the Kubernetes API) to record another in-sync set";
  }
}
