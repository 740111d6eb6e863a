package chat.node.chat;

import java.util.Optional;

/**
 * The chat's state as {@link Application} changes it, in small steps without judgement: what may
 * happen is decided there.
 *
 * <p>Durability: none of its own; whoever owns the state wraps the steps of many commands in one
 * transaction. Threads: one, the writer's. Each step sees all steps before it. Errors: unchecked,
 * and final: the state is then unfit for use and the process must end.
 */
public interface ChatState {

  /** The answer kept for this request ({@code replayed} is set). Empty for an unknown scope. */
  Optional<ChatReader.Request> request(AccountName scope, RequestId id);

  /** Keeps an answer for ever. The scope's account exists; the id is new in it. */
  void keepRequest(
      AccountName scope, RequestId id, Fingerprint fingerprint, Result.Answer firstAnswer);

  boolean hasAccount(AccountName name);

  /** The name is new. */
  void addAccount(ChatReader.Account account);

  Optional<ChatReader.Session> session(TokenHash token);

  /** Makes a session, or replaces the one with its token. Its account exists. */
  void putSession(ChatReader.Session session);

  /** Forgets the account's sessions that ended at this time or before. */
  void dropExpiredSessions(AccountName name, long nowMillis);

  /** The newest message's seq; 0 where there is no such conversation. */
  long lastSeq(ConversationId conversation);

  /** Adds a message, unread. Its seq is {@code lastSeq + 1}; the first one makes a conversation. */
  void append(NewMessage message);

  /** A message as it enters the state. */
  record NewMessage(
      AccountName from, AccountName to, long seq, String text, long timeMillis, long position) {
    public ConversationId conversation() {
      return ConversationId.of(from, to);
    }
  }

  /** What {@code by} has marked; zeros where nothing. */
  Marks marks(ConversationId conversation, AccountName by);

  /** How far one side of a conversation got. Read implies delivered. */
  record Marks(long deliveredSeq, long readSeq) {
    public static final Marks NONE = new Marks(0, 0);

    public Marks {
      if (readSeq < 0 || deliveredSeq < readSeq) {
        throw new IllegalArgumentException(
            "marks contradict: delivered " + deliveredSeq + ", read " + readSeq);
      }
    }

    /** The higher of each; read pulls delivered with it. Never lowers one. */
    public Marks raised(long delivered, long read) {
      long newRead = Math.max(readSeq, read);
      return new Marks(Math.max(deliveredSeq, Math.max(delivered, newRead)), newRead);
    }
  }

  /** Sets the marks, changed at this position; messages that they cover are unread no more. */
  void putMarks(ConversationId conversation, AccountName by, Marks marks, long position);

  /** How many messages wait for this account, not marked read. The account exists. */
  long unread(AccountName name);

  /** The newest time seen becomes this one, unless it is newer. */
  void advanceTime(long timeMillis);
}
