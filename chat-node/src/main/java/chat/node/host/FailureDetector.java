package chat.node.host;

import chat.node.replica.Event;
import chat.view.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides which nodes this node suspects: at once a node whose port refuses connections, after a
 * silence a node that says nothing. A process that stood still itself has heard nobody; it grants
 * all a new silence. Only decides when something is tried: no safety rests on it.
 *
 * <pre>
 *   trusted ── refused, or silent ──► suspected ── heard, or connected ──► trusted
 * </pre>
 *
 * <p>A node that was suspected for a refusal and is heard afterwards lives without its port, as at
 * a slow start. Its later refusals count only once it has also been silent for half of the silence,
 * until a connection to its port stands. Otherwise each retry would suspect it and each heartbeat
 * would trust it again.
 *
 * <p>{@link #heard} belongs to any thread, all else to the loop's.
 */
final class FailureDetector {
  private final long silenceNanos;
  private final long pauseNanos;
  private final Map<NodeName, Long> heardAt = new ConcurrentHashMap<>();
  private final Map<NodeName, Suspicion> suspected = new TreeMap<>();
  private final Set<NodeName> heardWithoutPort = new TreeSet<>();
  private long checkedAt;

  private record Suspicion(long sinceNanos, boolean refused) {}

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
    suspected.remove(node);
    heardWithoutPort.remove(node);
    return new Event.Trusted(node);
  }

  /** Nobody listens there. */
  Optional<Event> refused(NodeName node, long nowNanos) {
    Long heard = heardAt.get(node);
    if (heardWithoutPort.contains(node) && heard != null && nowNanos - heard <= silenceNanos / 2) {
      return Optional.empty();
    }
    return suspected.putIfAbsent(node, new Suspicion(nowNanos, true)) == null
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
          if (suspected.containsKey(node)) {
            back(node, at).ifPresent(events::add);
          } else if (stoodStill) {
            heard(node, nowNanos);
          } else if (nowNanos - at > silenceNanos) {
            suspected.put(node, new Suspicion(nowNanos, false));
            events.add(new Event.Suspected(node));
          }
        });
    return events;
  }

  private Optional<Event> back(NodeName node, long heardNanos) {
    Suspicion suspicion = suspected.get(node);
    if (suspicion == null || heardNanos - suspicion.sinceNanos() <= 0) {
      return Optional.empty();
    }
    suspected.remove(node);
    if (suspicion.refused()) {
      heardWithoutPort.add(node);
    }
    return Optional.of(new Event.Trusted(node));
  }
}
