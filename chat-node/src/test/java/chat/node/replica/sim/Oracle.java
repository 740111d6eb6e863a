package chat.node.replica.sim;

import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.StorageId;
import chat.view.View;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees everything and judges after every step. It knows of the protocol only what it promises:
 *
 * <ul>
 *   <li>one primary per epoch, and it is the one that the view names;
 *   <li>a promise that was spoken of is never forgotten;
 *   <li>what anybody applied, everybody applies alike, in one order;
 *   <li>what anybody applied is durable on every recorded member whose disk is intact;
 *   <li>a read sees every acknowledgement from before it began; a write comes after them.
 * </ul>
 */
final class Oracle {
  private record Reign(Member member, int boot) {}

  private final Cluster cluster;
  private final List<Entry> applied = new ArrayList<>();
  private final Map<Long, Long> firstIndexOfRequest = new HashMap<>();
  private final Set<Long> appliedAttempts = new HashSet<>();
  private final Set<Long> rejectedAttempts = new HashSet<>();
  private final Map<Epoch, Reign> reigns = new HashMap<>();
  private final Map<Epoch, Member> named = new HashMap<>();
  private final Map<StorageId, Epoch> spoken = new HashMap<>();
  private long acknowledged;

  Oracle(Cluster cluster) {
    this.cluster = cluster;
  }

  long acknowledged() {
    return acknowledged;
  }

  long appliedCount() {
    return applied.size();
  }

  void written(Optional<View> before, View next) {
    if (before.isEmpty() || before.get().epoch().isBelow(next.epoch())) {
      named.put(next.epoch(), next.primary());
    }
  }

  void spoke(SimNode node, Epoch epoch) {
    spoken.merge(node.disk().id, epoch, (one, other) -> one.isBelow(other) ? other : one);
  }

  void started(SimNode node) {
    Epoch said = spoken.getOrDefault(node.disk().id, Epoch.ZERO);
    Epoch kept = node.disk().durable().promise.map(p -> p.epoch()).orElse(Epoch.ZERO);
    if (kept.isBelow(said)) {
      throw new Violation(node.name + " spoke in epoch " + said + " and remembers " + kept);
    }
  }

  void stepped(SimNode node, ReplicaState state) {
    if (state.role() instanceof Role.Leading leading && leading.term().noop() > 0) {
      Epoch epoch = leading.epoch();
      Reign reign = new Reign(node.member(), node.boot());
      Reign known = reigns.putIfAbsent(epoch, reign);
      if (known != null && !known.equals(reign)) {
        throw new Violation("epoch " + epoch + " is led by " + known + " and by " + reign);
      }
      if (!node.member().equals(named.get(epoch))) {
        throw new Violation(
            node.member() + " leads epoch " + epoch + ", the view named " + named.get(epoch));
      }
    }
    check();
  }

  /** Every recorded member with an intact disk durably holds everything that anybody applied. */
  void check() {
    if (applied.isEmpty()) {
      return;
    }
    EntryId last = applied.getLast().id();
    for (Member member : cluster.store.now().orElseThrow().inSync()) {
      Optional<SimDisk> disk = cluster.intact(member);
      if (disk.isPresent() && !disk.get().durable().covers(last)) {
        throw new Violation(
            member
                + " is recorded and lacks "
                + last
                + ", which was applied; its disk holds "
                + disk.get().durable().shape());
      }
    }
  }

  void applied(SimNode node, Entry entry) {
    if (entry.index() <= applied.size()) {
      Entry known = applied.get((int) entry.index() - 1);
      if (!known.equals(entry)) {
        throw new Violation(node.name + " applies " + entry + ", another node applied " + known);
      }
      return;
    }
    if (entry.index() != applied.size() + 1) {
      throw new Violation(node.name + " applies " + entry.id() + " over a gap");
    }
    applied.add(entry);
    if (!entry.payload().isNoop()) {
      ByteBuffer payload = ByteBuffer.wrap(entry.payload().bytes());
      firstIndexOfRequest.putIfAbsent(payload.getLong(), entry.index());
      long attempt = payload.getLong();
      if (!appliedAttempts.add(attempt)) {
        throw new Violation("attempt " + attempt + " was applied twice: " + entry);
      }
      if (rejectedAttempts.contains(attempt)) {
        throw new Violation("attempt " + attempt + " was refused and is applied: " + entry);
      }
    }
  }

  void installed(SimNode node, EntryId position) {
    EntryId known =
        position.index() <= applied.size()
            ? applied.get((int) position.index() - 1).id()
            : EntryId.ZERO;
    if (!known.equals(position)) {
      throw new Violation(node.name + " installs a snapshot at " + position + ", known: " + known);
    }
  }

  void rejected(ClientCall call) {
    rejectedAttempts.add(call.attempt());
    if (appliedAttempts.contains(call.attempt())) {
      throw new Violation("attempt " + call.attempt() + " was applied and is refused");
    }
  }

  /** The primary answers this call with this entry, having applied it. */
  void acknowledged(SimNode node, ClientCall call, Entry entry) {
    if (!entry.payload().equals(SimClients.payload(call))) {
      throw new Violation(node.name + " acknowledges " + call + " with another's entry " + entry);
    }
    long first = firstIndexOfRequest.getOrDefault(call.request().id, 0L);
    if (first <= call.request().acknowledgedBefore) {
      throw new Violation(
          "request "
              + call.request().id
              + " stands at "
              + first
              + ", before what was acknowledged when it was made: "
              + call.request().acknowledgedBefore);
    }
    acknowledged = Math.max(acknowledged, entry.index());
  }

  void read(SimNode node, long index, long acknowledgedBefore) {
    if (index < acknowledgedBefore) {
      throw new Violation(
          node.name
              + " answers a read as of "
              + index
              + "; "
              + acknowledgedBefore
              + " was acknowledged before it began");
    }
  }
}
