package chat.node.replica;

import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore;
import java.util.List;
import java.util.Optional;

/** What can happen to a replica. The host makes events; nothing else moves the state. */
public sealed interface Event {

  /** A peer said something. {@code from} is what the transport vouches for. */
  record Received(NodeName from, Message message) implements Event {}

  /** A watch or a hint showed this view; it may be old. */
  record ViewSeen(View view) implements Event {}

  /** Answers {@link Effect.ReadView} with a read that began after the effect was given out. */
  record ViewRead(long ticket, Optional<View> view) implements Event {}

  /** The read of {@link Effect.ReadView} failed; the store is out of reach. */
  record ViewReadFailed(long ticket) implements Event {}

  /** Answers {@link Effect.ProposeView}; a failure counts as UNKNOWN. */
  record ViewProposed(Rev rev, ViewStore.Outcome outcome) implements Event {}

  /**
   * What {@link Effect.Persist} or {@link Effect.InstallSnapshot} of this ticket, and all before,
   * asked for is durable.
   */
  record Persisted(long ticket) implements Event {}

  /** Clients want these commands in the log, in this order, under consecutive indexes. */
  record Proposed(long proposal, List<Payload> payloads) implements Event {
    public Proposed {
      payloads = List.copyOf(payloads);
      if (payloads.isEmpty()) {
        throw new IllegalArgumentException("an empty proposal");
      }
    }
  }

  /** A client wants a linearizable read. */
  record ReadRequested(long read) implements Event {}

  /**
   * The failure detector gave this node up: its connection broke and was refused, or it is silent.
   */
  record Suspected(NodeName node) implements Event {}

  /** The failure detector hears this node again, over a new connection or after silence. */
  record Trusted(NodeName node) implements Event {}

  /** Time for heartbeats, and to repeat what may have been lost. */
  record HeartbeatDue() implements Event {}

  /** The wait (with its random part) for somebody else to promote a primary is over (rule 6). */
  record PromotionDue() implements Event {}

  /** Somebody asks the primary to hand over, to {@code to} or to whom it likes (rule 6). */
  record HandOverRequested(Optional<NodeName> to) implements Event {}

  /** This process is about to end: lead nothing new, take nobody out. */
  record EndingBegun() implements Event {}

  /** This member is to leave the in-sync set for good. */
  record LeaveRequested() implements Event {}

  /**
   * The snapshot asked for by {@link Effect.FetchSnapshot} lies ready and checked beside the store.
   */
  record SnapshotFetched(EntryId position) implements Event {}

  /** No snapshot could be had; the learner asks again. */
  record SnapshotFailed() implements Event {}

  /**
   * The store dropped log entries that the retained log need not hold: the log now begins behind
   * {@code base}.
   */
  record LogCompacted(EntryId base) implements Event {}
}
