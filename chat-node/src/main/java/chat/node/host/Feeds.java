package chat.node.host;

import chat.node.replica.Effect.SendEntries;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Message;
import chat.view.NodeName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What followers are still to be sent: a range for each, so that one that is slow costs neither
 * memory nor anybody's time. A range moves on as its link has room, at most one read of the disk in
 * a turn. What can't go on (a broken link, entries that are gone) is dropped: the core finds out by
 * its heartbeats and begins again.
 */
final class Feeds {
  private final Peers peers;
  private final TailCache tail;
  private final Store store;
  private final long messageBytes;
  private final Map<NodeName, SendEntries> open = new TreeMap<>();
  private Message.@Nullable Append newest;

  Feeds(Peers peers, TailCache tail, Store store, long messageBytes) {
    this.peers = peers;
    this.tail = tail;
    this.store = store;
    this.messageBytes = messageBytes;
  }

  /** A range that follows the open one extends it; any other takes its place. */
  void add(SendEntries range) {
    SendEntries before = open.get(range.to());
    boolean extendsIt =
        before != null
            && before.epoch().equals(range.epoch())
            && before.last() == range.prev().index();
    EntryId prev = before != null && extendsIt ? before.prev() : range.prev();
    open.put(
        range.to(), new SendEntries(range.to(), range.epoch(), prev, range.last(), range.commit()));
    while (sendFromMemory(range.to())) {}
  }

  /** The heartbeat to a follower that is being fed would overtake its entries. */
  boolean isFeeding(NodeName follower) {
    return open.containsKey(follower);
  }

  void drop(NodeName follower) {
    open.remove(follower);
  }

  void dropAll() {
    open.clear();
  }

  /** Goes on where links have room. True if more could go at once. */
  boolean pump() {
    boolean more = false;
    for (NodeName follower : List.copyOf(open.keySet())) {
      while (sendFromMemory(follower)) {}
      sendFromDisk(follower);
      more |= open.containsKey(follower) && peers.hasRoom(follower);
    }
    return more;
  }

  private boolean sendFromMemory(NodeName follower) {
    SendEntries range = open.get(follower);
    if (range == null || !peers.hasRoom(follower)) {
      return false;
    }
    List<Entry> entries = tail.entries(range.prev().index() + 1, range.last(), messageBytes);
    return !entries.isEmpty() && send(range, entries);
  }

  private void sendFromDisk(NodeName follower) {
    SendEntries range = open.get(follower);
    if (range == null || !peers.hasRoom(follower)) {
      return;
    }
    List<Entry> entries = store.entries(range.prev().index() + 1, range.last(), messageBytes);
    if (entries.isEmpty()) {
      open.remove(follower); // Compacted meanwhile, or not written yet.
    } else {
      send(range, entries);
    }
  }

  private boolean send(SendEntries range, List<Entry> entries) {
    Message.Append append =
        shared(new Message.Append(range.epoch(), range.prev(), entries, range.commit()));
    peers.send(range.to(), append);
    EntryId sent = entries.getLast().id();
    if (sent.index() >= range.last()) {
      open.remove(range.to());
      return false;
    }
    open.put(
        range.to(), new SendEntries(range.to(), range.epoch(), sent, range.last(), range.commit()));
    return true;
  }

  /** Followers at the same place get the same object, which a transport need encode only once. */
  private Message.Append shared(Message.Append append) {
    Message.Append before = newest;
    if (before != null
        && before.prev().equals(append.prev())
        && before.epoch().equals(append.epoch())
        && before.commit() == append.commit()
        && before.lastIndex() == append.lastIndex()) {
      return before;
    }
    newest = append;
    return append;
  }
}
