package chat.node.replica;

import chat.node.replica.Effect.Promise;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One replica of the log, pure. The host feeds it every event, in any order that the world brings
 * them, and carries out the effects of each step in their order.
 *
 * <p>Events go to the rules that they concern: {@link ViewRules} (who leads, rules 3 to 7 and 11),
 * {@link FollowerRules} (rules 1 and 9), {@link LeaderRules} (rules 1, 2, 5), {@link ReadRules}
 * (rule 8). After each step the {@link Invariants} are checked; a broken one stops the replica.
 */
public final class Replica {
  private Replica() {}

  /** What the disk remembers when a process starts. */
  public static ReplicaState recovered(
      Member self,
      NodeAddresses addresses,
      Optional<Promise> promise,
      LogShape log,
      long appliedIndex) {
    DiskState disk = new DiskState(log, log.lastIndex(), appliedIndex, promise, promise, List.of());
    return new ReplicaState(
        self,
        addresses,
        disk,
        Optional.empty(),
        Role.Following.NOBODY,
        new TreeSet<>(),
        new TreeMap<>(),
        Optional.empty(),
        false,
        false,
        0);
  }

  /** The first step of a boot: ask for the view. */
  public static Step start(ReplicaState recovered) {
    Turn turn = new Turn(recovered);
    turn.readView();
    return turn.done();
  }

  public static Step step(ReplicaState state, Event event) {
    Turn turn = new Turn(state);
    if (state.role() instanceof Role.Halted) {
      refuseCalls(turn, event, NotServing.HALTED);
      return turn.done();
    }
    handle(turn, event);
    if (!(turn.state().role() instanceof Role.Halted)) {
      Invariants.broken(state, turn.state()).ifPresent(turn::halt);
    }
    return turn.done();
  }

  private static void handle(Turn turn, Event event) {
    switch (event) {
      case Event.Received received -> receive(turn, received.from(), received.message());
      case Event.ViewSeen seen -> ViewRules.seen(turn, seen.view());
      case Event.ViewRead read -> ViewRules.read(turn, read);
      case Event.ViewReadFailed failed -> ViewRules.readFailed(turn, failed.ticket());
      case Event.ViewProposed proposed -> ViewRules.proposed(turn, proposed);
      case Event.Persisted persisted -> persisted(turn, persisted.ticket());
      case Event.Proposed proposed -> LeaderRules.propose(turn, proposed);
      case Event.ReadRequested requested -> ReadRules.request(turn, requested.read());
      case Event.Suspected suspected -> suspect(turn, suspected.node());
      case Event.Trusted trusted -> trust(turn, trusted.node());
      case Event.HeartbeatDue _ -> heartbeat(turn);
      case Event.PromotionDue _ -> ViewRules.promoteSelf(turn);
      case Event.HandOverRequested requested -> LeaderRules.requestHandOver(turn, requested.to());
      case Event.EndingBegun _ -> turn.become(turn.state().withEnding());
      case Event.LeaveRequested _ -> turn.become(turn.state().withLeaving());
      case Event.SnapshotFetched fetched -> FollowerRules.snapshotFetched(turn, fetched.position());
      case Event.SnapshotFailed _ -> FollowerRules.snapshotFailed(turn);
      case Event.LogCompacted compacted ->
          turn.become(turn.state().withDisk(turn.disk().compactedTo(compacted.base().index())));
    }
  }

  private static void receive(Turn turn, NodeName from, Message message) {
    switch (message) {
      case Message.Append append -> FollowerRules.append(turn, from, append);
      case Message.Accepted accepted -> LeaderRules.accepted(turn, from, accepted);
      case Message.Mismatch mismatch -> LeaderRules.mismatch(turn, from, mismatch);
      case Message.Refused refused -> ViewRules.refused(turn, refused.promise());
      case Message.ReadRound round -> FollowerRules.readRound(turn, from, round);
      case Message.ReadFollowing following -> ReadRules.following(turn, from, following);
      case Message.Join join -> LeaderRules.join(turn, from, join);
      case Message.Leave leave -> LeaderRules.leave(turn, from, leave);
      case Message.UseSnapshot use -> FollowerRules.useSnapshot(turn, use);
      case Message.Recorded recorded -> ViewRules.seen(turn, recorded.view());
    }
  }

  private static void persisted(Turn turn, long ticket) {
    long oldest = turn.disk().pending().isEmpty() ? 0 : turn.disk().pending().getFirst().ticket();
    if (ticket != oldest) {
      turn.halt("the store answered write " + ticket + ", the oldest under way is " + oldest);
      return;
    }
    turn.become(turn.state().withDisk(turn.disk().firstDurable()));
    if (turn.leads()) {
      LeaderRules.persisted(turn);
    } else {
      FollowerRules.persisted(turn);
    }
  }

  private static void suspect(Turn turn, NodeName node) {
    turn.become(turn.state().withSuspicion(node, true));
    if (turn.leads()) {
      LeaderRules.suspected(turn, node);
    }
  }

  private static void trust(Turn turn, NodeName node) {
    turn.become(turn.state().withSuspicion(node, false));
    if (turn.leads()) {
      LeaderRules.trusted(turn, node);
    }
  }

  private static void heartbeat(Turn turn) {
    ViewRules.heartbeat(turn);
    if (turn.leads()) {
      LeaderRules.heartbeat(turn);
      ReadRules.heartbeat(turn);
    } else {
      FollowerRules.heartbeat(turn);
    }
  }

  private static void refuseCalls(Turn turn, Event event, NotServing reason) {
    if (event instanceof Event.Proposed proposed) {
      turn.emit(new Effect.Rejected(proposed.proposal(), reason));
    } else if (event instanceof Event.ReadRequested requested) {
      turn.emit(new Effect.ReadsRejected(List.of(requested.read()), reason));
    }
  }
}
