package chat.node.replica;

import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the host must do, in the order given. Sends may be started before the writes that follow
 * them are durable: whatever has to wait for the disk is only given out after {@link
 * Event.Persisted}.
 */
public sealed interface Effect {

  /** Send it, or lose it: nothing waits for it. */
  record Send(NodeName to, Message message) implements Effect {}

  /**
   * Send {@link Message.Append} with the entries behind {@code prev} up to {@code last}, split as
   * the transport likes. The entries are in the log or in a {@link Persist} of the same step.
   */
  record SendEntries(NodeName to, Epoch epoch, EntryId prev, long last, long commit)
      implements Effect {}

  /**
   * In one transaction: the promise and rev, if any; drop the entries from {@code truncateFrom} on,
   * if any; append {@code entries}. Answer {@link Event.Persisted} once it is on disk. Writes
   * become durable in the order in which they were given out.
   */
  record Persist(
      long ticket, Optional<Promise> promise, OptionalLong truncateFrom, List<Entry> entries)
      implements Effect {
    public Persist {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What a node must never forget (rules 1, 7, 11): its cluster, promise, and newest rev acted on.
   */
  record Promise(ClusterId clusterId, Epoch epoch, Rev rev) {}

  /**
   * In one transaction: replace log and state by the fetched snapshot at {@code position}, keep the
   * promise. Answer {@link Event.Persisted}.
   */
  record InstallSnapshot(long ticket, EntryId position) implements Effect {}

  /** Remove the fetched snapshot; it is not needed. */
  record DiscardSnapshot() implements Effect {}

  /** Apply all entries up to this index, which are committed. Need not be durable when answered. */
  record Apply(long through) implements Effect {}

  /**
   * The payloads of the proposal stand at {@code firstIndex} and behind; {@link Apply} answers
   * them.
   */
  record Admitted(long proposal, long firstIndex) implements Effect {}

  /** The proposal never entered the log: nothing was or will be applied. */
  record Rejected(long proposal, NotServing reason) implements Effect {}

  /**
   * The primary role ended: the outcome of every admitted and unanswered proposal is unknown (rule
   * 12).
   */
  record Deposed(Epoch epoch) implements Effect {}

  /**
   * These reads may be answered from any state that has applied {@code index} at least (rule 8).
   */
  record ReadReady(List<Long> reads, long index) implements Effect {
    public ReadReady {
      reads = List.copyOf(reads);
    }
  }

  /** These reads can't be answered here now. */
  record ReadsRejected(List<Long> reads, NotServing reason) implements Effect {
    public ReadsRejected {
      reads = List.copyOf(reads);
    }
  }

  /** Compare-and-set the view to this one; answer {@link Event.ViewProposed}. */
  record ProposeView(View next) implements Effect {}

  /**
   * Read the view, beginning now; answer {@link Event.ViewRead} or {@link Event.ViewReadFailed}.
   */
  record ReadView(long ticket) implements Effect {}

  /**
   * Get a snapshot from this node; answer {@link Event.SnapshotFetched} or {@link
   * Event.SnapshotFailed}.
   */
  record FetchSnapshot(NodeName donor) implements Effect {}

  /** An invariant is broken or the evidence contradicts itself: stop the node with this reason. */
  record Halt(String reason) implements Effect {}
}
