package chat.node.chat;

/** A conversation of two users: both names in code point order, joined by {@code :}. */
public record PairId(AccountName lower, AccountName higher) implements ConversationId {
  public PairId {
    if (lower.compareTo(higher) > 0) {
      throw new IllegalArgumentException("names out of order: " + lower + ", " + higher);
    }
  }

  static boolean isValid(String text) {
    String[] names = text.split(":", -1);
    return names.length == 2
        && AccountName.isValid(names[0])
        && AccountName.isValid(names[1])
        && names[0].compareTo(names[1]) <= 0;
  }

  /** Parses {@code a:b}. */
  static PairId parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("not a conversation: '" + text + "'");
    }
    return new PairId(
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
