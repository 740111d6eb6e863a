package chat.node.app;

import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * How a node is, by the three questions of its probes.
 *
 * @param state of the loop
 * @param sinceLastTurn of the loop
 * @param installing the turn under way installs a snapshot
 * @param viewTrouble why the view can't be read
 */
record Health(
    NodeState state, Duration sinceLastTurn, boolean installing, Optional<String> viewTrouble) {

  /** A turn that takes longer doesn't end any more: a disk that hangs, a fault of this program. */
  static final Duration LONGEST_TURN = Duration.ofSeconds(60);

  /** The disk is open and the loop was begun. Whether there is a view or a primary is no matter. */
  boolean isStarted() {
    return state.role() != Role.HALTED;
  }

  /** Whether a restart wouldn't help: the loop turns, whomever it can reach. */
  boolean isLive() {
    return state.halted().isEmpty() && (installing || sinceLastTurn.compareTo(LONGEST_TURN) <= 0);
  }

  /** In sync and staying: what a rollout waits for, and what a disruption may take one of. */
  boolean isReady() {
    return switch (state.role()) {
      case PRIMARY, BACKUP -> !state.ending() && isLive();
      case WAITING, LEARNER, RECOVERING, HALTED -> false;
    };
  }

  /** Why it isn't ready, for a person. */
  Optional<String> reason() {
    if (state.halted().isPresent()) {
      return state.halted();
    }
    if (!isLive()) {
      return Optional.of("the loop stands still for " + sinceLastTurn.toSeconds() + " s");
    }
    if (state.ending()) {
      return Optional.of("it ends");
    }
    return switch (state.role()) {
      case PRIMARY, BACKUP, HALTED -> Optional.empty();
      case RECOVERING -> Optional.of("it brings the others to its log");
      case LEARNER -> Optional.of("it is not in the in-sync set yet");
      case WAITING ->
          Optional.of(
              viewTrouble
                  .map(trouble -> "it waits for the view: " + trouble)
                  .orElse("it waits for a view, or for a primary"));
    };
  }
}
