package chat.node.replica.explore;

import chat.node.replica.Effect.Promise;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lies on a disk. */
record Disk(Optional<Promise> promise, EntryId base, List<Entry> entries, long applied) {
  static final Disk EMPTY = new Disk(Optional.empty(), EntryId.ZERO, List.of(), 0);

  Disk {
    entries = List.copyOf(entries);
  }

  /** One write, atomic. Those without a ticket ask for no answer. */
  record Write(
      long ticket,
      Optional<Promise> promise,
      long truncateFrom,
      List<Entry> entries,
      Optional<EntryId> installed,
      long applied,
      long compactTo) {
    static final long NONE = -1;

    Write withTicket(long renumbered) {
      return new Write(renumbered, promise, truncateFrom, entries, installed, applied, compactTo);
    }
  }

  long lastIndex() {
    return base.index() + entries.size();
  }

  Entry entry(long index) {
    return entries.get((int) (index - base.index() - 1));
  }

  boolean holds(long index) {
    return index > base.index() && index <= lastIndex();
  }

  EntryId idAt(long index) {
    return index == base.index() ? base : entry(index).id();
  }

  boolean covers(EntryId id) {
    return id.index() <= base.index() || (holds(id.index()) && entry(id.index()).id().equals(id));
  }

  LogShape shape() {
    return new LogShape(base, List.of(), base.index()).append(entries);
  }

  Disk after(List<Write> writes) {
    Disk disk = this;
    for (Write write : writes) {
      disk = disk.after(write);
    }
    return disk;
  }

  private Disk after(Write write) {
    if (write.installed().isPresent()) {
      EntryId position = write.installed().get();
      return new Disk(promise, position, List.of(), position.index());
    }
    if (write.compactTo() != Write.NONE) {
      List<Entry> kept = entries.subList((int) (write.compactTo() - base.index()), entries.size());
      return new Disk(promise, idAt(write.compactTo()), kept, applied);
    }
    List<Entry> log = new ArrayList<>(entries);
    if (write.truncateFrom() != Write.NONE) {
      log.subList((int) (write.truncateFrom() - base.index() - 1), log.size()).clear();
    }
    log.addAll(write.entries());
    return new Disk(
        write.promise().isPresent() ? write.promise() : promise,
        base,
        log,
        Math.max(applied, write.applied()));
  }
}
