package chat.controller.host;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Coordinator;
import chat.controller.coordinator.Decision;
import chat.controller.coordinator.Observation;
import chat.view.ClusterId;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a turn whether the view is worth a read. Nodes report with every message that they store;
 * asking the view's store each time would be a burden, and tell nothing.
 *
 * <pre>
 * the view moved, or no read for a while            → look
 * by the last read and by now, something is to do   → look
 * by these, the reason to wait is another           → look
 * </pre>
 *
 * <p>What it remembers says when to look and never what to write. Threads: one at a time.
 */
final class Attention {
  private static final ClusterId NO_CLUSTER = new ClusterId("unread");

  private final Duration recheck;
  private boolean read;
  private long readNanos;
  private Rev toldOf = Rev.ZERO;
  private Optional<View> view = Optional.empty();
  private SortedMap<NodeName, Contact> nodes = Collections.emptySortedMap();
  private @Nullable Decision decision;

  Attention(Duration recheck) {
    this.recheck = recheck;
  }

  /**
   * @param moved the newest rev that the watch told of
   * @param seen how the nodes look now
   */
  boolean calls(Rev moved, SortedMap<NodeName, Contact> seen, long nowNanos) {
    if (!read || nowNanos - readNanos >= recheck.toNanos()) {
      return true;
    }
    if (toldOf.isBelow(moved)) {
      return true;
    }
    if (view.isEmpty()) {
      return !seen.equals(nodes);
    }
    Decision guess = Coordinator.decide(new Observation(view, seen, 1), NO_CLUSTER);
    return guess instanceof Decision.Promote || !guess.equals(decision);
  }

  /**
   * A read, and what was decided by it.
   *
   * @param moved the newest rev that the watch had told of before the read began
   */
  void looked(
      Rev moved,
      Optional<View> readView,
      SortedMap<NodeName, Contact> seen,
      Decision made,
      long nowNanos) {
    read = true;
    readNanos = nowNanos;
    Rev found = readView.map(View::rev).orElse(Rev.ZERO);
    toldOf = found.isBelow(moved) ? moved : found;
    view = readView;
    nodes = seen;
    decision = made;
  }

  /** Something was tried and may have changed the view: the next turn looks. */
  void forget() {
    read = false;
  }
}
