package chat.node.replica;

import chat.node.replica.Effect.Promise;
import chat.node.replica.Role.Following;
import chat.node.replica.Role.Matched;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The follower's side: taking the log of a primary (rule 1), answering its rounds, rejoining (rule
 * 9).
 */
final class FollowerRules {
  private FollowerRules() {}

  static void append(Turn turn, NodeName from, Message.Append append) {
    if (!follows(turn, from, append.epoch())) {
      return;
    }
    if (from.equals(turn.state().view().map(v -> v.primary().name()).orElse(null))) {
      turn.become(turn.state().withDiskOf(from, Optional.empty()));
    }
    LogShape log = turn.disk().log();
    long before = append.prev().index();
    if (before > log.lastIndex()) {
      mismatch(turn, from, append.epoch(), log.last());
    } else if (before >= log.base().index() && !log.has(append.prev())) {
      if (before <= turn.disk().commit()) {
        turn.halt(
            "the primary of epoch "
                + append.epoch()
                + " has "
                + append.prev()
                + " where this log has committed "
                + log.idAt(before));
      } else {
        mismatch(turn, from, append.epoch(), log.idAt(before - 1));
      }
    } else {
      take(turn, from, append);
    }
  }

  /**
   * Whether the sender leads the epoch that this replica follows now, raising the promise to it.
   */
  private static boolean follows(Turn turn, NodeName from, Epoch epoch) {
    Epoch promised = turn.disk().promisedEpoch();
    if (turn.disk().promise().isEmpty()) {
      turn.readView(); // Which cluster this is, only the view tells.
      return false;
    }
    if (epoch.isBelow(promised)) {
      turn.send(from, new Message.Refused(promised));
      return false;
    }
    if (turn.leads()) {
      if (epoch.equals(turn.term().epoch())) {
        turn.halt("two primaries in epoch " + epoch + ": this replica and " + from);
        return false;
      }
      ViewRules.stepDown(turn);
    }
    if (promised.isBelow(epoch)) {
      Promise old = turn.disk().promise().orElseThrow();
      turn.persist(new Promise(old.clusterId(), epoch, old.rev()));
    }
    return true;
  }

  /** Told once the promise is on disk, as every answer is. */
  private static void mismatch(Turn turn, NodeName to, Epoch epoch, EntryId hint) {
    Message.Mismatch answer = new Message.Mismatch(epoch, turn.state().self().storageId(), hint);
    if (turn.disk().promiseIsDurable()) {
      turn.send(to, answer);
    } else {
      turn.become(
          turn.state().withRole(following(turn).owing(Optional.of(new Effect.Send(to, answer)))));
    }
  }

  /**
   * Stores what is new, drops what conflicts, and owes an acknowledgement for all of the message.
   */
  private static void take(Turn turn, NodeName from, Message.Append append) {
    LogShape log = turn.disk().log();
    List<Entry> entries = append.entries();
    int first = 0;
    while (first < entries.size() && isHeld(log, entries.get(first))) {
      first++;
    }
    if (first < entries.size()) {
      long at = entries.get(first).index();
      boolean conflict = at <= log.lastIndex();
      if (conflict && at <= turn.disk().commit()) {
        turn.halt(
            "asked to truncate from "
                + at
                + ", but entries up to "
                + turn.disk().commit()
                + " are committed; the primary of epoch "
                + append.epoch()
                + " sent "
                + entries.get(first).id());
        return;
      }
      turn.persist(
          Optional.empty(),
          conflict ? OptionalLong.of(at) : OptionalLong.empty(),
          entries.subList(first, entries.size()));
    }
    long covered = append.lastIndex();
    long committed = Math.min(append.commit(), covered);
    if (committed > turn.disk().commit()) {
      turn.commit(committed);
    }
    match(turn, covering(turn, from, append.epoch(), covered));
    if (turn.disk().durable() >= covered) {
      accept(turn);
    }
  }

  /**
   * What matches once this message is taken; it is owed an answer, also where it brought nothing.
   */
  private static Matched covering(Turn turn, NodeName from, Epoch epoch, long covered) {
    return following(turn)
        .matched()
        .filter(before -> before.epoch().equals(epoch) && before.primary().equals(from))
        .map(
            before ->
                new Matched(
                    from,
                    epoch,
                    Math.max(before.index(), covered),
                    Math.min(before.accepted(), covered - 1)))
        .orElse(new Matched(from, epoch, covered, Matched.NOTHING));
  }

  /** At or below the base everything is committed, and so is the same everywhere. */
  private static boolean isHeld(LogShape log, Entry entry) {
    return entry.index() <= log.base().index()
        || (entry.index() <= log.lastIndex() && log.epochAt(entry.index()).equals(entry.epoch()));
  }

  private static Following following(Turn turn) {
    if (turn.state().role() instanceof Following following) {
      return following;
    }
    throw new IllegalStateException("not following: " + turn.state().role());
  }

  private static void match(Turn turn, Matched matched) {
    turn.become(turn.state().withRole(following(turn).matching(matched)));
  }

  /** Acknowledges what is durable of what matches, in the promised epoch only. */
  private static void accept(Turn turn) {
    Optional<Matched> matched = following(turn).matched();
    DiskState disk = turn.disk();
    if (matched.isEmpty()
        || !disk.promiseIsDurable()
        || !disk.promisedEpoch().equals(matched.get().epoch())) {
      return;
    }
    Matched of = matched.get();
    long durable = Math.min(of.index(), disk.durable());
    if (durable > of.accepted()) {
      turn.send(
          of.primary(),
          new Message.Accepted(
              of.epoch(), turn.state().self().storageId(), durable, turn.state().ending()));
      match(turn, new Matched(of.primary(), of.epoch(), of.index(), durable));
    }
  }

  static void persisted(Turn turn) {
    if (turn.state().role() instanceof Following following) {
      if (turn.disk().promiseIsDurable() && following.owed().isPresent()) {
        turn.emit(following.owed().get());
        turn.become(turn.state().withRole(following.owing(Optional.empty())));
      }
      accept(turn);
    }
  }

  /** Rule 8: only ever said while it is true, and the promise is on disk. */
  static void readRound(Turn turn, NodeName from, Message.ReadRound round) {
    DiskState disk = turn.disk();
    if (round.epoch().isBelow(disk.promisedEpoch())) {
      turn.send(from, new Message.Refused(disk.promisedEpoch()));
    } else if (!turn.leads()
        && disk.promiseIsDurable()
        && disk.promisedEpoch().equals(round.epoch())) {
      turn.send(
          from,
          new Message.ReadFollowing(round.epoch(), turn.state().self().storageId(), round.nonce()));
    }
  }

  static void useSnapshot(Turn turn, Message.UseSnapshot use) {
    if (turn.state().role() instanceof Following following
        && !following.fetchingSnapshot()
        && use.epoch().equals(turn.disk().promisedEpoch())) {
      turn.become(turn.state().withRole(following.fetching(true)));
      turn.emit(new Effect.FetchSnapshot(use.donor()));
    }
  }

  /** Rule 5: a snapshot of what the log already holds is ignored. */
  static void snapshotFetched(Turn turn, EntryId position) {
    LogShape log = turn.disk().log();
    boolean wanted =
        turn.state().role() instanceof Following following && following.fetchingSnapshot();
    if (!wanted || position.index() <= turn.disk().commit() || log.has(position)) {
      turn.emit(new Effect.DiscardSnapshot());
      snapshotFailed(turn);
    } else {
      turn.become(turn.state().withRole(Following.NOBODY));
      turn.install(position);
    }
  }

  static void snapshotFailed(Turn turn) {
    if (turn.state().role() instanceof Following following) {
      turn.become(turn.state().withRole(following.fetching(false)));
    }
  }

  /** Asks in, asks out, as the view says that it isn't yet. */
  static void heartbeat(Turn turn) {
    ReplicaState state = turn.state();
    if (state.view().isEmpty()) {
      return;
    }
    View view = state.view().get();
    if (state.leaving()) {
      if (state.isInSync()) {
        turn.send(view.primary().name(), new Message.Leave(state.self().storageId()));
      }
    } else if (!state.isInSync() && !state.ending()) {
      Message join = new Message.Join(state.self().storageId(), state.addresses());
      if (view.primary().name().equals(state.self().name())) {
        // The disk that led is gone; the others learn it from whoever sits in its place.
        view.inSync().stream()
            .filter(member -> !member.name().equals(state.self().name()))
            .forEach(member -> turn.send(member.name(), join));
      } else {
        turn.send(view.primary().name(), join);
      }
    }
  }
}
