package chat.node.chat;

/** Applications for tests elsewhere. */
public final class Applications {
  private Applications() {}

  /** With a mailbox that is full soon. */
  public static Application withMailbox(long unread) {
    return new Application(ApplicationTest.mailbox(unread), GroupLimits.DEFAULTS, Rules.NEWEST);
  }
}
