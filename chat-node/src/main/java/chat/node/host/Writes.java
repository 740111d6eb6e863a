package chat.node.host;

import chat.node.host.Store.Change;
import chat.node.replica.Effect;
import chat.node.replica.EntryId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the core asked the disk for and didn't get yet. Everything between two snapshots becomes one
 * transaction: one wait for the disk, however many steps asked.
 */
final class Writes {
  private final Deque<Work> work = new ArrayDeque<>();

  /** A part of what is to be done, in order. */
  sealed interface Work {
    /** One transaction; the tickets are answered when it returned. */
    record Transaction(List<Change> changes, List<Long> tickets) implements Work {
      boolean isDurable() {
        return changes.stream().anyMatch(change -> !(change instanceof Change.Apply));
      }
    }

    record Install(long ticket, EntryId position) implements Work {}
  }

  boolean isEmpty() {
    return work.isEmpty();
  }

  void persist(Effect.Persist persist) {
    Work.Transaction open = open();
    persist.promise().ifPresent(promise -> open.changes().add(new Change.SetPromise(promise)));
    OptionalLong from = persist.truncateFrom();
    if (from.isPresent() || !persist.entries().isEmpty()) {
      open.changes().add(new Change.Append(from, persist.entries()));
    }
    open.tickets().add(persist.ticket());
  }

  void apply(long through) {
    List<Change> changes = open().changes();
    if (!changes.isEmpty() && changes.getLast() instanceof Change.Apply) {
      changes.removeLast();
    }
    changes.add(new Change.Apply(through));
  }

  void install(long ticket, EntryId position) {
    work.addLast(new Work.Install(ticket, position));
  }

  /** All that waits, oldest first; then nothing waits. */
  List<Work> take() {
    List<Work> all = new ArrayList<>(work);
    work.clear();
    return all;
  }

  private Work.Transaction open() {
    if (work.peekLast() instanceof Work.Transaction open) {
      return open;
    }
    Work.Transaction fresh = new Work.Transaction(new ArrayList<>(), new ArrayList<>());
    work.addLast(fresh);
    return fresh;
  }
}
