package chat.node.chat;

import java.util.List;
import java.util.Optional;

/**
 * Questions to the applied state. Each call sees one consistent state, not older than what was
 * applied when it began. Any thread; blocking.
 */
public interface ChatReader {

  /** The index up to which the log is applied. */
  long appliedIndex();

  Optional<Account> account(AccountName name);

  record Account(AccountName name, String passwordHash, long createdMillis) {}

  Optional<Session> session(TokenHash token);

  record Session(AccountName account, TokenHash token, String client, long expiresMillis) {}

  /** The answer that this request id got, if it had an effect ({@code replayed} is set). */
  Optional<Request> request(AccountName scope, RequestId id);

  record Request(Fingerprint fingerprint, Result.Answer answer) {}

  /** The newest time that any applied command carries; 0 where there is none. */
  long newestTimeMillis();

  /** Names above {@code after} that match a pattern of {@code *} and {@code ?}, ascending. */
  List<Account> accounts(String pattern, String after, int limit);

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

  /** A message with the marks of the other side as they are now. */
  record Message(
      ConversationId conversation,
      long seq,
      AccountName from,
      AccountName to,
      String text,
      long timeMillis,
      long position,
      boolean delivered,
      boolean read) {}

  /**
   * What happened in the conversations of {@code account} in {@code (afterPosition,
   * throughPosition]}, by position: a message as sent, or the newest marks of the other side at the
   * position of their last change. Limited to {@code limit}; fewer mean that there are no more.
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
  }

  /**
   * SHA-256 over the whole state in a fixed order, with the index that it describes: equal on equal
   * replicas.
   */
  StateHash stateHash();

  record StateHash(long appliedIndex, String hex) {}
}
