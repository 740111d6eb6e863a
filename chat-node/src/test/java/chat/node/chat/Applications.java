package chat.node.chat;

/** Applications for tests elsewhere. */
public final class Applications {
  private Applications() {}

  /** With a mailbox that is full soon. */
  public static Application withMailbox(long unread) {
    return new Application(unread, GroupLimits.DEFAULTS);
  }
}
