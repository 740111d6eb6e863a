package chat.node.replica;

import chat.node.replica.Effect.Promise;
import chat.view.Epoch;
import chat.view.Rev;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the disk holds and will hold. {@code log} and {@code promise} are as all writes given out
 * leave them; {@code durable} and {@code durablePromise} as those that were answered.
 *
 * @param durable entries of {@code log} up to here are on disk
 * @param commit known to be committed, and given out for application
 * @param pending writes given out and not answered, oldest first
 */
public record DiskState(
    LogShape log,
    long durable,
    long commit,
    Optional<Promise> promise,
    Optional<Promise> durablePromise,
    List<PendingWrite> pending) {

  /** A write under way. Once it is durable, so are the log's entries up to {@code end}. */
  public record PendingWrite(long ticket, long end, Optional<Promise> promise) {
    PendingWrite clampedTo(long index) {
      return end <= index ? this : new PendingWrite(ticket, index, promise);
    }
  }

  public DiskState {
    pending = List.copyOf(pending);
  }

  public Epoch promisedEpoch() {
    return promise.map(Promise::epoch).orElse(Epoch.ZERO);
  }

  public Rev actedOnRev() {
    return promise.map(Promise::rev).orElse(Rev.ZERO);
  }

  /** The promise is on disk exactly as it stands. */
  boolean promiseIsDurable() {
    return durablePromise.map(Promise::epoch).equals(promise.map(Promise::epoch));
  }

  DiskState withCommit(long index) {
    return new DiskState(log, durable, index, promise, durablePromise, pending);
  }

  DiskState compactedTo(long index) {
    return new DiskState(log.compactTo(index), durable, commit, promise, durablePromise, pending);
  }

  DiskState writing(
      long ticket, Optional<Promise> newPromise, OptionalLong truncateFrom, List<Entry> entries) {
    LogShape kept = truncateFrom.isPresent() ? log.truncateFrom(truncateFrom.getAsLong()) : log;
    long valid = Math.min(durable, kept.lastIndex());
    LogShape grown = kept.append(entries);
    List<PendingWrite> more = new ArrayList<>();
    pending.forEach(write -> more.add(write.clampedTo(kept.lastIndex())));
    more.add(new PendingWrite(ticket, grown.lastIndex(), newPromise));
    return new DiskState(
        grown, valid, commit, newPromise.isPresent() ? newPromise : promise, durablePromise, more);
  }

  DiskState installing(long ticket, EntryId position) {
    List<PendingWrite> more = new ArrayList<>();
    pending.forEach(write -> more.add(write.clampedTo(0)));
    more.add(new PendingWrite(ticket, position.index(), Optional.empty()));
    LogShape reset = new LogShape(position, List.of(), position.index());
    return new DiskState(reset, 0, position.index(), promise, durablePromise, more);
  }

  /** The oldest write was answered. */
  DiskState firstDurable() {
    PendingWrite first = pending.getFirst();
    return new DiskState(
        log,
        Math.max(durable, first.end()),
        commit,
        promise,
        first.promise().isPresent() ? first.promise() : durablePromise,
        pending.subList(1, pending.size()));
  }
}
