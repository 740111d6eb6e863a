package chat.e2e.client;

import chat.proto.chat.v1.AccountDeleted;
import chat.proto.chat.v1.Deletion;
import chat.proto.chat.v1.Receipt;
import chat.proto.chat.v1.SubscribeResponse;
import java.util.List;
import java.util.Optional;

/** What a stream brings beside messages. */
public sealed interface Told {
  /** How far somebody else's marks in a conversation are. */
  record Marks(String conversation, String by, long deliveredSeq, long readSeq) implements Told {}

  /** Messages were taken away. */
  record Gone(String conversation, String by, List<Long> seqs, boolean forEveryone)
      implements Told {}

  /** An account was deleted, and so many messages to it can't be delivered. */
  record Left(String name, String conversation, long undeliverable) implements Told {}

  /** Empty for a message, and for what is only about the stream or a group. */
  static Optional<Told> of(SubscribeResponse event) {
    return switch (event.getEventCase()) {
      case RECEIPT -> {
        Receipt r = event.getReceipt();
        yield Optional.of(
            new Marks(r.getConversation(), r.getBy(), r.getDeliveredSeq(), r.getReadSeq()));
      }
      case DELETION -> {
        Deletion d = event.getDeletion();
        yield Optional.of(
            new Gone(d.getConversation(), d.getBy(), d.getSeqsList(), d.getForEveryone()));
      }
      case ACCOUNT_DELETED -> {
        AccountDeleted a = event.getAccountDeleted();
        yield Optional.of(new Left(a.getName(), a.getConversation(), a.getUndeliverable()));
      }
      case MESSAGE, CAUGHT_UP, HEARTBEAT, GO_AWAY, GROUP_CHANGED, EVENT_NOT_SET -> Optional.empty();
    };
  }
}
