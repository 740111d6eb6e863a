package chat.node.replica.sim;

import chat.node.replica.Effect.Promise;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.view.StorageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A disk whose writes are atomic and ordered, and which forgets at a crash what wasn't synced, or
 * not all of it: any prefix of the writes that came after the last sync may survive.
 */
final class SimDisk {
  /** What lies on a disk: promise, log, and the index that the applied state describes. */
  static final class Content {
    Optional<Promise> promise = Optional.empty();
    EntryId base = EntryId.ZERO;
    final List<Entry> entries = new ArrayList<>();
    long applied;

    long lastIndex() {
      return base.index() + entries.size();
    }

    Entry entry(long index) {
      return entries.get((int) (index - base.index() - 1));
    }

    boolean holds(long index) {
      return index > base.index() && index <= lastIndex();
    }

    /** Whether this entry is in the log, or was before the state took its place. */
    boolean covers(EntryId id) {
      return id.index() <= base.index()
          || (id.index() <= lastIndex() && entry(id.index()).id().equals(id));
    }

    EntryId idAt(long index) {
      return index == base.index() ? base : entry(index).id();
    }

    void append(OptionalLong truncateFrom, List<Entry> more) {
      truncateFrom.ifPresent(
          from -> entries.subList((int) (from - base.index() - 1), entries.size()).clear());
      entries.addAll(more);
    }

    void install(EntryId position) {
      base = position;
      entries.clear();
      applied = position.index();
    }

    void compactTo(long index) {
      EntryId newBase = idAt(index);
      entries.subList(0, (int) (index - base.index())).clear();
      base = newBase;
    }

    LogShape shape() {
      return new LogShape(base, List.of(), base.index()).append(entries);
    }

    private void become(Content other) {
      promise = other.promise;
      base = other.base;
      entries.clear();
      entries.addAll(other.entries);
      applied = other.applied;
    }
  }

  final StorageId id;
  private final Content written = new Content();
  private final Content durable = new Content();
  private final Deque<Consumer<Content>> unsynced = new ArrayDeque<>();
  private long synced;

  SimDisk(StorageId id) {
    this.id = id;
  }

  /** As the process sees it. */
  Content written() {
    return written;
  }

  /** What a crash can't take away. */
  Content durable() {
    return durable;
  }

  boolean isEmpty() {
    return written.promise.isEmpty() && written.lastIndex() == 0;
  }

  /** Returns the write's number, for {@link #syncThrough}. */
  long write(Consumer<Content> change) {
    change.accept(written);
    unsynced.add(change);
    return synced + unsynced.size();
  }

  void syncThrough(long write) {
    while (synced < write) {
      unsynced.remove().accept(durable);
      synced++;
    }
  }

  void crash(Dice dice) {
    if (!unsynced.isEmpty() && dice.chance(0.5)) {
      syncThrough(synced + dice.between(0, unsynced.size()));
    }
    synced += unsynced.size();
    unsynced.clear();
    written.become(durable);
  }
}
