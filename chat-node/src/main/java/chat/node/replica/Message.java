package chat.node.replica;

import chat.view.Epoch;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.StorageId;
import chat.view.View;
import java.util.List;

/**
 * What nodes say to each other. Any message may be lost, doubled, delayed or overtaken without harm
 * to safety; the transport gives order within a connection, which keeps it quick.
 */
public sealed interface Message {

  /**
   * Primary to follower: {@code entries} stand right behind {@code prev}; everything up to {@code
   * commit} is committed. Without entries: a heartbeat (rule 1).
   */
  record Append(Epoch epoch, EntryId prev, List<Entry> entries, long commit) implements Message {
    public Append {
      entries = List.copyOf(entries);
      long expected = prev.index();
      for (Entry entry : entries) {
        if (entry.index() != ++expected) {
          throw new IllegalArgumentException("gap in an append: " + entry.id() + " behind " + prev);
        }
      }
      if (commit < 0) {
        throw new IllegalArgumentException("negative commit index: " + commit);
      }
    }

    /** The last index that an acknowledgement of this message covers. */
    public long lastIndex() {
      return prev.index() + entries.size();
    }
  }

  /**
   * Follower to primary: up to {@code match} my disk holds your log (rule 1). {@code ending}: I am
   * shutting down, hand nothing over to me.
   */
  record Accepted(Epoch epoch, StorageId storageId, long match, boolean ending)
      implements Message {}

  /**
   * Follower to primary: I don't have the entry before yours; the last one that I have at or below
   * the place before it is {@code hint}.
   */
  record Mismatch(Epoch epoch, StorageId storageId, EntryId hint) implements Message {}

  /** Follower to a deposed primary: I promised a higher epoch. */
  record Refused(Epoch promise) implements Message {}

  /** Primary to required member: do you still follow my epoch (rule 8)? */
  record ReadRound(Epoch epoch, long nonce) implements Message {}

  /** The answer, only ever given while it is true. */
  record ReadFollowing(Epoch epoch, StorageId storageId, long nonce) implements Message {}

  /** Learner to primary: send me the log (rule 9); I listen at {@code addresses}. */
  record Join(StorageId storageId, NodeAddresses addresses) implements Message {}

  /** Member to primary: take me out of the in-sync set, I am going for good (rule 3). */
  record Leave(StorageId storageId) implements Message {}

  /**
   * Primary to learner: what you need is no longer in my log; take a snapshot from {@code donor}.
   */
  record UseSnapshot(Epoch epoch, NodeName donor) implements Message {}

  /**
   * Who led to who leads by this view: it is recorded. It counts as what a watch shows: it may be
   * old, and it isn't the end of a read (rule 11).
   */
  record Recorded(View view) implements Message {}
}
