package chat.node.chat;

/** Conversations, messages and marks, as part of the {@link ChatState}, whose terms hold here. */
public interface MessageState {

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
}
