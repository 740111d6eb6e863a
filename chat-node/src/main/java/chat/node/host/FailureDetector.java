package chat.node.host;

import chat.node.replica.Event;
import chat.view.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whom this node gives up: at once whoever refuses connections, after a silence whoever
 * says nothing. A process that stood still itself has heard nobody; it grants all a new silence.
 * Only decides when something is tried: no safety rests on it.
 *
 * <p>{@link #heard} belongs to any thread, all else to the loop's.
 */
final class FailureDetector {
  private final long silenceNanos;
  private final long pauseNanos;
  private final Map<NodeName, Long> heardAt = new ConcurrentHashMap<>();
  private final Map<NodeName, Long> suspectedAt = new TreeMap<>();
  private long checkedAt;

  FailureDetector(Duration silence, Duration ownPause, long nowNanos) {
    this.silenceNanos = silence.toNanos();
    this.pauseNanos = ownPause.toNanos();
    this.checkedAt = nowNanos;
  }

  /** From now on these are expected to be heard. */
  void expect(Collection<NodeName> nodes, long nowNanos) {
    nodes.forEach(node -> heardAt.putIfAbsent(node, nowNanos));
  }

  void heard(NodeName node, long atNanos) {
    heardAt.merge(node, atNanos, (old, now) -> now - old > 0 ? now : old);
  }

  /** A message that came at that time is taken: whoever sent it after being given up is back. */
  Optional<Event> taken(NodeName from, long arrivedNanos) {
    return back(from, arrivedNanos);
  }

  /** A new connection stands. */
  Event connected(NodeName node, long nowNanos) {
    heard(node, nowNanos);
    suspectedAt.remove(node);
    return new Event.Trusted(node);
  }

  /** Nobody listens there. */
  Optional<Event> refused(NodeName node, long nowNanos) {
    return suspectedAt.putIfAbsent(node, nowNanos) == null
        ? Optional.of(new Event.Suspected(node))
        : Optional.empty();
  }

  /** Looks at every silence; to be called often. */
  List<Event> check(long nowNanos) {
    boolean stoodStill = nowNanos - checkedAt > pauseNanos;
    checkedAt = nowNanos;
    List<Event> events = new ArrayList<>();
    heardAt.forEach(
        (node, at) -> {
          if (suspectedAt.containsKey(node)) {
            back(node, at).ifPresent(events::add);
          } else if (stoodStill) {
            heard(node, nowNanos);
          } else if (nowNanos - at > silenceNanos) {
            suspectedAt.put(node, nowNanos);
            events.add(new Event.Suspected(node));
          }
        });
    return events;
  }

  private Optional<Event> back(NodeName node, long heardNanos) {
    Long since = suspectedAt.get(node);
    if (since == null || heardNanos - since <= 0) {
      return Optional.empty();
    }
    suspectedAt.remove(node);
    return Optional.of(new Event.Trusted(node));
  }
}
