package chat.node.chat;

/**
 * How many unread messages wait for one account. Part of applying a command, hence the same on
 * every replica and not configurable.
 *
 * @param perMailbox of all senders together, by version 1 of the rules
 * @param perConversation of one sender, since version 2
 * @param inAll of all senders together, since version 2: what a deleted account leaves to remove
 * @param assured of one sender, although {@code inAll} wait: no sender keeps out another
 */
record MailboxLimits(long perMailbox, long perConversation, long inAll, long assured) {
  static final MailboxLimits DEFAULTS =
      new MailboxLimits(
          Limits.UNREAD_PER_MAILBOX,
          Limits.UNREAD_PER_CONVERSATION,
          Limits.UNREAD_IN_ALL,
          Limits.UNREAD_ASSURED);

  MailboxLimits {
    if (perMailbox < 1 || assured < 1 || perConversation < assured || inAll < perConversation) {
      throw new IllegalArgumentException(
          "limits of a mailbox contradict each other: %d, %d, %d, %d"
              .formatted(perMailbox, perConversation, inAll, assured));
    }
  }
}
