package chat.node.chat;

import java.util.List;

/** Questions about conversations and messages, as part of the {@link ChatReader}. */
public interface MessageReader {

  /**
   * Messages with {@code afterSeq < seq < beforeSeq}, ascending; 0 is no bound. The oldest such
   * where bounded below, else the newest.
   */
  List<Message> messages(ConversationId conversation, long afterSeq, long beforeSeq, int limit);

  /**
   * Unread messages to {@code account} with a position above {@code afterPosition}, by position.
   */
  List<Message> inbox(AccountName account, long afterPosition, int limit);

  long unreadCount(AccountName account);

  /**
   * A message with the marks of the other side as they are now. {@code undeliverable}: the
   * recipient's account was deleted before it was marked delivered.
   */
  record Message(
      ConversationId conversation,
      long seq,
      AccountName from,
      AccountName to,
      String text,
      long timeMillis,
      long position,
      boolean delivered,
      boolean read,
      boolean undeliverable) {}

  /**
   * What happened in the conversations of {@code account} in {@code (afterPosition,
   * throughPosition]}, by position: a message as sent, the newest marks of the other side at the
   * position of their last change, or the end of the other side's account. Limited to {@code
   * limit}; fewer mean that there are no more.
   */
  List<Change> changes(AccountName account, long afterPosition, long throughPosition, int limit);

  /** An event of the account's conversations. */
  sealed interface Change {
    long position();

    record Arrived(Message message) implements Change {
      @Override
      public long position() {
        return message.position();
      }
    }

    record Receipt(
        ConversationId conversation, AccountName by, long deliveredSeq, long readSeq, long position)
        implements Change {}

    /** The other side's account was deleted; so many messages to it can't be delivered any more. */
    record PeerDeleted(
        ConversationId conversation,
        AccountName name,
        long deliveredSeq,
        long undeliverable,
        long timeMillis,
        long position)
        implements Change {}
  }
}
