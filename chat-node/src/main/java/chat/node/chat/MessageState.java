package chat.node.chat;

import java.util.List;

/** Conversations, messages and marks, as part of the {@link ChatState}, whose terms hold here. */
public interface MessageState {

  /** The newest message's seq, be it deleted; 0 where there is no such conversation. */
  long lastSeq(ConversationId conversation);

  /**
   * Adds a message, unread. Its seq is {@code lastSeq + 1}; the first one of two users makes their
   * conversation, a group exists.
   */
  void append(NewMessage message);

  /** A message as it enters the state. */
  record NewMessage(
      ConversationId conversation,
      AccountName from,
      long seq,
      String text,
      long timeMillis,
      long position) {}

  /** Who sent a message that is or was there. */
  AccountName sender(ConversationId conversation, long seq);

  /** Whether a message was deleted neither for everyone nor by this account for itself. */
  boolean isVisible(ConversationId conversation, long seq, AccountName name);

  /** Takes messages away, as one change. Deleted for everyone, nothing is left of the text. */
  void delete(Deletion deletion);

  record Deletion(
      ConversationId conversation,
      AccountName by,
      List<Long> seqs,
      boolean forEveryone,
      long timeMillis,
      long position) {
    public Deletion {
      seqs = List.copyOf(seqs);
    }
  }

  /** What {@code by} has marked; zeros where nothing. */
  Marks marks(ConversationId conversation, AccountName by);

  /**
   * How far one side of a conversation got, and how far of its reading the others are shown. Read
   * implies delivered.
   */
  record Marks(long deliveredSeq, long readSeq, long shownSeq) {
    public static final Marks NONE = new Marks(0, 0, 0);

    public Marks {
      if (shownSeq < 0 || readSeq < shownSeq || deliveredSeq < readSeq) {
        throw new IllegalArgumentException(
            "marks contradict: delivered %d, read %d, shown %d"
                .formatted(deliveredSeq, readSeq, shownSeq));
      }
    }

    /** The higher of each; read pulls delivered with it. Never lowers one. */
    public Marks raised(long delivered, long read, boolean hideRead) {
      long newRead = Math.max(readSeq, read);
      return new Marks(
          Math.max(deliveredSeq, Math.max(delivered, newRead)),
          newRead,
          hideRead ? shownSeq : Math.max(shownSeq, read));
    }

    /** Whether the others see another state than this one before. */
    public boolean looksLike(Marks before) {
      return deliveredSeq == before.deliveredSeq && shownSeq == before.shownSeq;
    }
  }

  /**
   * Sets the marks, changed at this position where the others see the change; messages that they
   * cover are unread no more.
   */
  void putMarks(ConversationId conversation, AccountName by, Marks marks, long position);

  /**
   * How many messages of single users wait for this account, not marked read. Those of groups are
   * stored once for all, and fill no mailbox. The account exists.
   */
  long unread(AccountName name);

  /** How many of those are of this conversation. */
  long unread(PairId conversation, AccountName name);
}
