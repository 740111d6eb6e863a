package chat.node.replica;

import chat.view.Epoch;
import java.util.ArrayList;
import java.util.List;

/**
 * A log without its payloads: where it begins, where it ends, and which epoch each entry is of.
 * Immutable. The entry at {@code base} itself is not held, but its id is known.
 *
 * <p>Holds: runs start behind the base, ascend in index and strictly ascend in epoch.
 */
public record LogShape(EntryId base, List<Run> runs, long lastIndex) {

  /** The entries from {@code first} to the next run, or to the end, are of {@code epoch}. */
  public record Run(Epoch epoch, long first) {}

  public static final LogShape EMPTY = new LogShape(EntryId.ZERO, List.of(), 0);

  public LogShape {
    runs = List.copyOf(runs);
    if (lastIndex < base.index() || runs.isEmpty() != (lastIndex == base.index())) {
      throw new IllegalArgumentException("log from " + base + " to " + lastIndex + ": " + runs);
    }
    EntryId before = base;
    boolean first = true;
    for (Run run : runs) {
      boolean adjoins = first ? run.first == base.index() + 1 : run.first > before.index();
      boolean rises = first ? !run.epoch.isBelow(base.epoch()) : before.epoch().isBelow(run.epoch);
      first = false;
      if (!adjoins || !rises || run.first > lastIndex) {
        throw new IllegalArgumentException("log from " + base + " to " + lastIndex + ": " + runs);
      }
      before = new EntryId(run.epoch, run.first);
    }
  }

  public EntryId last() {
    return runs.isEmpty() ? base : new EntryId(runs.getLast().epoch, lastIndex);
  }

  /** Whether the epoch of this index is known: it is the base or a held entry. */
  public boolean knows(long index) {
    return index >= base.index() && index <= lastIndex;
  }

  /** Whether this very entry is held, or is the base. */
  public boolean has(EntryId id) {
    return knows(id.index()) && epochAt(id.index()).equals(id.epoch());
  }

  public Epoch epochAt(long index) {
    if (!knows(index)) {
      throw new IllegalArgumentException("index " + index + " is not in the log " + this);
    }
    for (int i = runs.size() - 1; i >= 0; i--) {
      if (runs.get(i).first <= index) {
        return runs.get(i).epoch;
      }
    }
    return base.epoch();
  }

  public EntryId idAt(long index) {
    return new EntryId(epochAt(index), index);
  }

  /**
   * The highest place up to {@code index} whose epoch isn't above {@code epoch}: two logs can't
   * agree beyond it, if {@code (epoch, index)} is where the other one stands. At least the base,
   * unless {@code index} lies below that.
   */
  public long lastNotAbove(Epoch epoch, long index) {
    long place = Math.min(index, lastIndex);
    for (int i = runs.size() - 1; i >= 0 && runs.get(i).first <= place; i--) {
      if (!epoch.isBelow(runs.get(i).epoch)) {
        return place;
      }
      place = runs.get(i).first - 1;
    }
    return place;
  }

  /** With these entries behind the last one. */
  public LogShape append(List<Entry> entries) {
    List<Run> more = new ArrayList<>(runs);
    long end = lastIndex;
    for (Entry entry : entries) {
      if (entry.index() != ++end) {
        throw new IllegalArgumentException("gap: " + entry.id() + " behind " + last());
      }
      if (more.isEmpty() || !more.getLast().epoch.equals(entry.epoch())) {
        more.add(new Run(entry.epoch(), end));
      }
    }
    return more.size() == runs.size()
        ? new LogShape(base, runs, end)
        : new LogShape(base, more, end);
  }

  /** Without the entries from {@code index} on. */
  public LogShape truncateFrom(long index) {
    if (index <= base.index()) {
      throw new IllegalArgumentException("truncating at " + index + ", before the base of " + this);
    }
    return index > lastIndex
        ? this
        : new LogShape(base, runs.stream().filter(run -> run.first < index).toList(), index - 1);
  }

  /** Without the entries up to and including {@code upTo}, which becomes the base. */
  public LogShape compactTo(long upTo) {
    EntryId newBase = idAt(upTo);
    List<Run> kept = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      long end = i + 1 < runs.size() ? runs.get(i + 1).first - 1 : lastIndex;
      if (end > upTo) {
        kept.add(new Run(runs.get(i).epoch, Math.max(runs.get(i).first, upTo + 1)));
      }
    }
    return new LogShape(newBase, kept, lastIndex);
  }
}
