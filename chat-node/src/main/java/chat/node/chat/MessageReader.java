package chat.node.chat;

import java.util.Optional;

/** Questions about conversations and messages, as part of the {@link ChatReader}. */
public interface MessageReader {

  /**
   * Messages that {@code viewer} sees with {@code afterSeq < seq < beforeSeq}, ascending; 0 is no
   * bound. The oldest such where bounded below, else the newest; {@code more} tells of others, and
   * {@code next} is the seq to give as the same bound for the next page.
   */
  ResultPage<Message> messages(
      AccountName viewer, ConversationId conversation, long afterSeq, long beforeSeq, int limit);

  /**
   * Unread messages to {@code account} with a position above {@code afterPosition}, by position.
   */
  ResultPage<Message> inbox(AccountName account, long afterPosition, int limit);

  /** Of each group, {@link GroupLimits#UNREAD_COUNTED} are counted at most. */
  long unreadCount(AccountName account);

  /**
   * A message as one account sees it. To its sender, {@code delivered} and {@code read} tell the
   * other side's marks as they are shown, in a group those of all others who are there and were
   * then; to others their own marks. {@code undeliverable}: the recipient's account was deleted
   * before it was marked delivered.
   */
  record Message(
      ConversationId conversation,
      long seq,
      AccountName from,
      String text,
      long timeMillis,
      long position,
      boolean delivered,
      boolean read,
      boolean undeliverable) {

    /** The recipient's name, or the group. */
    public String to() {
      return switch (conversation) {
        case PairId pair -> pair.other(from).value();
        case GroupId group -> group.toString();
      };
    }
  }

  /**
   * The account's conversations, from their first message on, be it deleted, and its groups; by
   * {@code order}, the newest first, those with an order below {@code before}.
   */
  ResultPage<Conversation> conversations(AccountName account, long before, int limit);

  /**
   * A conversation as one account sees it.
   *
   * @param order the position of the newest message, deleted or not, or of joining the group
   * @param name what to show: the other's name, or the group's
   * @param last the newest message that the account sees, unless all near the end are gone
   * @param marks the account's own
   */
  record Conversation(
      ConversationId id,
      long order,
      String name,
      long lastSeq,
      long unread,
      Optional<Message> last,
      MessageState.Marks marks) {}

  /** Messages that the account sees and that the query matches, below a position, newest first. */
  ResultPage<Message> search(
      AccountName account,
      SearchQuery query,
      Optional<ConversationId> within,
      long beforePosition,
      int limit);

  /**
   * What happened in the conversations of {@code account} in {@code (afterPosition,
   * throughPosition]}, by position: a message as sent, the newest marks of another at the position
   * of their last change, a deletion, the end of the other side's account, a group as it is now at
   * the position of its last change. All changes of a position come together, so a page may exceed
   * its limit by those.
   */
  ResultPage<Change> changes(
      AccountName account, long afterPosition, long throughPosition, int limit);

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

    record Deleted(MessageState.Deletion deletion) implements Change {
      @Override
      public long position() {
        return deletion.position();
      }
    }

    record GroupChanged(GroupReader.GroupView group, long position) implements Change {}

    /** The account is no longer a member. */
    record GroupLeft(GroupState.Group group, long position) implements Change {}
  }
}
