package chat.cli.session;

/** What the session wants done. The answer, where there is one, comes back as an {@link Input}. */
public sealed interface Request {

  /** {@code ticket} names it until it has a number; the order of sending is the order of asking. */
  record Send(long ticket, String to, String text) implements Request {}

  /** The text of a refused message is in the prompt again: it leaves the outbox. */
  record Drop(long ticket) implements Request {}

  /** A page of messages below {@code beforeSeq}; 0: the newest. */
  record Load(String name, long beforeSeq) implements Request {}

  record MarkRead(String name, long seq) implements Request {}

  record FindUsers(String pattern) implements Request {}

  /** All conversations, as {@link Input.Known}, and the groups among them. */
  record AskConversations() implements Request {}

  record AskStatus() implements Request {}

  record Search(String text) implements Request {}

  /** Draw everything anew. */
  record Redraw() implements Request {}

  record Ring() implements Request {}

  record Leave() implements Request {}
}
