package chat.node.host;

import chat.node.chat.Result;
import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.LogShape;
import chat.view.StorageId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The node's disk: log, chat state and promise, together in one place that changes atomically.
 *
 * <p>Threads: {@link #write} and {@link #install} belong to the loop's thread; the rest may be
 * called from any. Errors: every {@link StoreFailure} is final, the process must end; a write that
 * failed is never tried again.
 */
public interface Store extends AutoCloseable {

  /** What was found on the disk at the start. */
  Recovered recovered();

  /** The disk's memory, as a replica needs it. An empty disk has no promise and an empty log. */
  record Recovered(
      StorageId storageId, Optional<Effect.Promise> promise, LogShape log, long appliedIndex) {}

  /**
   * One transaction with these changes in order. When it returns and any change is not an {@link
   * Change.Apply}, all of it is durable (fsync); applications alone are visible to readers, and
   * lost by a crash at worst, to be repeated from the log.
   *
   * @return the result of each entry applied, ascending
   */
  List<Applied> write(List<Change> changes) throws StoreFailure;

  /** A part of a transaction. */
  sealed interface Change {
    record SetPromise(Effect.Promise promise) implements Change {}

    /** Drops entries from {@code truncateFrom} on, if any, then appends. */
    record Append(OptionalLong truncateFrom, List<Entry> entries) implements Change {}

    /** Applies the entries up to and including this index that aren't applied yet. */
    record Apply(long through) implements Change {}
  }

  /** An entry was applied, with this result (for a no-op {@link Result.Nothing}). */
  record Applied(long index, Result result) {}

  /**
   * Entries of the log from {@code first} to {@code last}, fewer where they exceed {@code maxBytes}
   * of payload (one at least) or where the log ends; none where it doesn't hold {@code first}: it
   * may have been compacted or truncated since. Then they may also be of a newer epoch than the
   * caller expects: compare before sending. Sees every write that returned.
   */
  List<Entry> entries(long first, long last, long maxBytes) throws StoreFailure;

  /**
   * A consistent copy of the applied state into a new file in {@code folder}; readers and writer go
   * on.
   */
  Snapshot snapshot(Path folder) throws StoreFailure;

  /** A snapshot's file, the position of its state, and the checksum of the file's bytes. */
  record Snapshot(Path file, EntryId position, long sizeBytes, byte[] sha256) {}

  /**
   * Replaces log and state by this snapshot's in one atomic, durable step; the promise and the
   * storage id stay. The log is then empty with the snapshot's position as base.
   */
  void install(Path snapshotFile, EntryId position) throws StoreFailure;

  /**
   * Drops old log entries beyond the bounds of the retention, never one that isn't applied, some at
   * a time. Waits for a write that is going on; need not be durable when it returns.
   *
   * @return the log's new base, where it moved
   */
  Optional<EntryId> compact(Retention retention) throws StoreFailure;

  /** How much of the log stays. */
  enum Retention {
    /** What nodes that were away for a while are likely to lack. */
    USUAL,
    /** More, in bytes: somebody is catching up. */
    HELD
  }

  @Override
  void close();
}
