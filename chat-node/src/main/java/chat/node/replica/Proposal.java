package chat.node.replica;

import chat.view.View;

/**
 * A compare-and-set of the view that may have happened or may happen yet; only a higher rev settles
 * it (rule 4). {@code inFlight}: the store owes an answer.
 */
public record Proposal(View next, boolean inFlight) {
  Proposal answered() {
    return new Proposal(next, false);
  }
}
