package chat.cli.profile;

/** The outbox takes no more; the message was not stored. */
public final class OutboxFullException extends Exception {
  private static final long serialVersionUID = 1L;

  OutboxFullException(String why) {
    super("the outbox is full: " + why);
  }
}
