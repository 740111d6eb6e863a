package chat.node.chat;

/** A conversation of two users: both names in code point order, joined by {@code :}. */
public record ConversationId(AccountName lower, AccountName higher) {
  public ConversationId {
    if (lower.compareTo(higher) > 0) {
      throw new IllegalArgumentException("names out of order: " + lower + ", " + higher);
    }
  }

  /** A user may write to themselves. */
  public static ConversationId of(AccountName one, AccountName other) {
    return one.compareTo(other) <= 0
        ? new ConversationId(one, other)
        : new ConversationId(other, one);
  }

  /** Parses {@code a:b}. */
  public static ConversationId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a conversation: '" + text + "'");
    }
    return new ConversationId(
        new AccountName(text.substring(0, colon)), new AccountName(text.substring(colon + 1)));
  }

  public boolean has(AccountName name) {
    return lower.equals(name) || higher.equals(name);
  }

  /** The one who isn't {@code name}; {@code name} itself in a conversation with oneself. */
  public AccountName other(AccountName name) {
    return lower.equals(name) ? higher : lower;
  }

  @Override
  public String toString() {
    return lower + ":" + higher;
  }
}
