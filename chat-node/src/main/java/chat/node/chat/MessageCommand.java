package chat.node.chat;

import java.util.List;

/** Changes to messages and marks. {@link MessageRules} says what each does. */
public sealed interface MessageCommand extends Command {

  record Send(Stamp stamp, AccountName scope, AccountName to, String text)
      implements MessageCommand {}

  /**
   * Raises marks of {@code scope} in a conversation; zero leaves one as it is. With {@code
   * hideRead} the others aren't shown that it was read.
   */
  record Mark(
      Stamp stamp,
      AccountName scope,
      ConversationId conversation,
      long deliveredSeq,
      long readSeq,
      boolean hideRead)
      implements MessageCommand {}

  /** Takes messages out of everyone's view, or of {@code scope}'s alone. Ascending seqs. */
  record Delete(
      Stamp stamp,
      AccountName scope,
      ConversationId conversation,
      List<Long> seqs,
      boolean forEveryone)
      implements MessageCommand {
    /** More are more commands. */
    public static final int MAX_SEQS = 100;

    public Delete {
      seqs = List.copyOf(seqs);
    }
  }
}
