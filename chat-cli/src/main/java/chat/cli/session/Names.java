package chat.cli.session;

import chat.cli.client.ChatMessage;

/** What a conversation is called on the screen: the other user's name. */
final class Names {
  private static final String BETWEEN = ":";

  private Names() {}

  static String of(ChatMessage m, String me) {
    return of(m.conversation(), me);
  }

  /** The conversation of two is named by both, in order; one with oneself twice by the same. */
  static String of(String conversation, String me) {
    int colon = conversation.indexOf(BETWEEN);
    if (colon < 0) {
      return conversation;
    }
    String one = conversation.substring(0, colon);
    String other = conversation.substring(colon + 1);
    return one.equals(me) ? other : one;
  }
}
