package chat.node.chat;

/** A conversation: of two users, or of a group. */
public sealed interface ConversationId permits PairId, GroupId {

  /** That of two users. A user may write to themselves. */
  static PairId of(AccountName one, AccountName other) {
    return one.compareTo(other) <= 0 ? new PairId(one, other) : new PairId(other, one);
  }

  static boolean isValid(String text) {
    return GroupId.isValid(text) || PairId.isValid(text);
  }

  /** Parses {@code a:b} and {@code #7}. */
  static ConversationId parse(String text) {
    return GroupId.isValid(text) ? GroupId.parse(text) : PairId.parse(text);
  }
}
