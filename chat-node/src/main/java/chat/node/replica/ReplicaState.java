package chat.node.replica;

import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.StorageId;
import chat.view.View;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that a replica remembers. Immutable.
 *
 * @param view the newest view that this boot acted on
 * @param suspected nodes that the failure detector gave up
 * @param disks the disk that a node was last heard to have, where it joined with one
 * @param viewRead a read of the view that the store owes an answer to
 * @param ending the process is about to end
 * @param leaving the member is to leave the set for good
 */
public record ReplicaState(
    Member self,
    NodeAddresses addresses,
    DiskState disk,
    Optional<View> view,
    Role role,
    SortedSet<NodeName> suspected,
    SortedMap<NodeName, StorageId> disks,
    Optional<ViewReading> viewRead,
    boolean ending,
    boolean leaving,
    long lastTicket) {

  /** What was durable when the read began: the answer may not be older (rule 11). */
  public record ViewReading(long ticket, Rev rev, Epoch epoch) {}

  public ReplicaState {
    suspected = Collections.unmodifiableSortedSet(new TreeSet<>(suspected));
    disks = Collections.unmodifiableSortedMap(new TreeMap<>(disks));
  }

  public boolean isInSync() {
    return view.map(v -> v.inSync().contains(self)).orElse(false);
  }

  /** Whether calls are answered: it leads, and the no-op of its epoch is committed (rule 7). */
  public boolean isServing() {
    return role instanceof Role.Leading leading
        && leading.term().noop() > 0
        && disk.commit() >= leading.term().noop();
  }

  /** Whether {@code member} can't be counted on: it is given up, or its node has another disk. */
  public boolean isLost(Member member) {
    StorageId disk = disks.get(member.name());
    return suspected.contains(member.name()) || (disk != null && !disk.equals(member.storageId()));
  }

  /**
   * Whether the view names a primary that this replica can't follow: one that is lost, or itself in
   * an epoch that it must not go on with (rule 7).
   */
  public boolean hasLostPrimary() {
    if (view.isEmpty() || role instanceof Role.Leading) {
      return false;
    }
    Member primary = view.get().primary();
    return primary.equals(self) || primary.name().equals(self.name()) || isLost(primary);
  }

  ReplicaState withDisk(DiskState next) {
    return new ReplicaState(
        self, addresses, next, view, role, suspected, disks, viewRead, ending, leaving, lastTicket);
  }

  /** A member that this view names anew has that disk, whatever was heard of its name before. */
  ReplicaState withView(View next) {
    SortedMap<NodeName, StorageId> heard = new TreeMap<>(disks);
    next.inSync().stream()
        .filter(member -> view.map(known -> !known.inSync().contains(member)).orElse(true))
        .forEach(member -> heard.remove(member.name()));
    return new ReplicaState(
        self,
        addresses,
        disk,
        Optional.of(next),
        role,
        suspected,
        heard,
        viewRead,
        ending,
        leaving,
        lastTicket);
  }

  ReplicaState withRole(Role next) {
    return new ReplicaState(
        self, addresses, disk, view, next, suspected, disks, viewRead, ending, leaving, lastTicket);
  }

  ReplicaState withSuspicion(NodeName node, boolean suspect) {
    SortedSet<NodeName> next = new TreeSet<>(suspected);
    if (suspect) {
      next.add(node);
    } else {
      next.remove(node);
    }
    return new ReplicaState(
        self, addresses, disk, view, role, next, disks, viewRead, ending, leaving, lastTicket);
  }

  /** Forgets what was heard of others' disks: it may be long ago. */
  ReplicaState withoutDisks() {
    return withDisks(new TreeMap<>());
  }

  ReplicaState withDiskOf(NodeName node, Optional<StorageId> storageId) {
    SortedMap<NodeName, StorageId> next = new TreeMap<>(disks);
    storageId.ifPresentOrElse(id -> next.put(node, id), () -> next.remove(node));
    return withDisks(next);
  }

  private ReplicaState withDisks(SortedMap<NodeName, StorageId> next) {
    return new ReplicaState(
        self, addresses, disk, view, role, suspected, next, viewRead, ending, leaving, lastTicket);
  }

  ReplicaState withViewRead(Optional<ViewReading> reading) {
    return new ReplicaState(
        self, addresses, disk, view, role, suspected, disks, reading, ending, leaving, lastTicket);
  }

  ReplicaState withEnding() {
    return new ReplicaState(
        self, addresses, disk, view, role, suspected, disks, viewRead, true, leaving, lastTicket);
  }

  ReplicaState withLeaving() {
    return new ReplicaState(
        self, addresses, disk, view, role, suspected, disks, viewRead, ending, true, lastTicket);
  }

  ReplicaState withTicket(long ticket) {
    return new ReplicaState(
        self, addresses, disk, view, role, suspected, disks, viewRead, ending, leaving, ticket);
  }
}
