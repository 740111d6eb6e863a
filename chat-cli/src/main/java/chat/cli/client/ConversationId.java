package chat.cli.client;

/** How the contract names conversations. */
public final class ConversationId {
  private static final String GROUP = "#";

  private ConversationId() {}

  /** The conversation that {@code me} means by a user's name or a group's id. */
  public static String of(String me, String with) {
    if (isGroup(with)) {
      return with;
    }
    return me.compareTo(with) <= 0 ? me + ":" + with : with + ":" + me;
  }

  /** The other way round: whom, or which group, {@code me} talks with in it. */
  public static String with(String me, String conversation) {
    int colon = conversation.indexOf(':');
    if (colon < 0) {
      return conversation;
    }
    String one = conversation.substring(0, colon);
    return one.equals(me) ? conversation.substring(colon + 1) : one;
  }

  public static boolean isGroup(String with) {
    return with.startsWith(GROUP);
  }
}
