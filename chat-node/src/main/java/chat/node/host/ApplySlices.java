package chat.node.host;

import chat.node.host.Store.Change;
import chat.node.replica.Entry;
import chat.node.replica.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Cuts what a transaction applies down to a slice of bounded cost; the rest is for later
 * transactions. Entries that are appended in the same transaction are stored whole: only their
 * application is cut. Belongs to the loop's thread.
 */
final class ApplySlices {
  /** Payload bytes that are weighed for one slice. */
  private static final long SLICE_BYTES = 1L << 20;

  private final TailCache tail;
  private final ToIntFunction<Payload> cost;
  private final CostLimits limits;

  ApplySlices(TailCache tail, ToIntFunction<Payload> cost, CostLimits limits) {
    this.tail = tail;
    this.cost = cost;
    this.limits = limits;
  }

  /**
   * What to write now.
   *
   * @param through the last entry that this slice applies
   * @param wanted the last entry that was to be applied
   */
  record Slice(List<Change> changes, long through, long wanted) {
    boolean leavesSome() {
      return through < wanted;
    }
  }

  Slice of(List<Change> changes, long applied) {
    long wanted =
        changes.stream()
            .mapToLong(change -> change instanceof Change.Apply apply ? apply.through() : 0)
            .max()
            .orElse(0);
    if (wanted <= applied) {
      return new Slice(List.copyOf(changes), applied, wanted);
    }
    long end = end(applied, wanted);
    List<Change> now = new ArrayList<>();
    for (Change change : changes) {
      now.add(
          change instanceof Change.Apply apply
              ? new Change.Apply(Math.min(end, apply.through()))
              : change);
    }
    return new Slice(now, end, wanted);
  }

  private long end(long applied, long wanted) {
    List<Entry> entries = tail.entries(applied + 1, wanted, SLICE_BYTES);
    if (entries.isEmpty()) {
      return Math.min(wanted, applied + limits.unweighedEntries());
    }
    long weight = 0;
    long end = applied;
    for (Entry entry : entries) {
      weight += entry.payload().isNoop() ? 1 : cost.applyAsInt(entry.payload());
      if (weight > limits.sliceCost() && end > applied) {
        break;
      }
      end = entry.index();
    }
    return end;
  }
}
