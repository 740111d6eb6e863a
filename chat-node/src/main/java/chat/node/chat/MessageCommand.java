package chat.node.chat;

/** Changes to messages and marks. {@link MessageRules} says what each does. */
public sealed interface MessageCommand extends Command {

  record Send(Stamp stamp, AccountName scope, AccountName to, String text)
      implements MessageCommand {}

  /** Raises marks of {@code scope} in a conversation; zero leaves one as it is. */
  record Mark(
      Stamp stamp, AccountName scope, ConversationId conversation, long deliveredSeq, long readSeq)
      implements MessageCommand {}
}
