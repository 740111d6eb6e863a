package chat.cli.client;

import java.util.List;

/** What a subscription tells beside messages. */
public sealed interface ChatEvent {
  /** The newest marks of the other side, or in a group of another member. */
  record Receipt(String conversation, String by, long deliveredSeq, long readSeq)
      implements ChatEvent {}

  /** {@code forEveryone} false: from one's own view only. */
  record Deletion(
      String conversation, String by, List<Long> seqs, boolean forEveryone, long timeMillis)
      implements ChatEvent {
    public Deletion {
      seqs = List.copyOf(seqs);
    }
  }

  /** {@code out}: one isn't a member any more. */
  record GroupChanged(GroupCalls.Group group, boolean out) implements ChatEvent {}

  /** Somebody is gone; messages to them above {@code deliveredSeq} are undeliverable. */
  record AccountDeleted(
      String name, String conversation, long deliveredSeq, long undeliverable, long timeMillis)
      implements ChatEvent {}
}
