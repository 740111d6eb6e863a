package chat.node.sqlite;

import chat.node.chat.AccountOutcome;
import chat.node.chat.TokenHash;
import chat.node.sqlite.SqlChatRequests.Columns;
import java.util.HexFormat;
import java.util.Set;

/** Answers to account commands in the columns of a request. Their kinds are 1, 2 and 40 to 49. */
final class SqlAccountOutcomes {
  static final Set<Integer> KINDS = Set.of(1, 2, 40);

  private static final int REGISTERED = 1;
  private static final int SESSION_OPENED = 2;
  private static final int DONE = 40;

  private SqlAccountOutcomes() {}

  static Columns columns(AccountOutcome outcome) {
    return switch (outcome) {
      case AccountOutcome.Registered _ -> new Columns(REGISTERED, 0, 0);
      case AccountOutcome.SessionOpened opened ->
          new Columns(
              SESSION_OPENED,
              HexFormat.fromHexDigitsToLong(opened.sessionId()),
              opened.expiresMillis());
      case AccountOutcome.Done _ -> new Columns(DONE, 0, 0);
      case AccountOutcome.SessionRenewed _ ->
          throw new IllegalArgumentException("no request is kept beside " + outcome);
    };
  }

  static AccountOutcome read(int kind, long first, long second) {
    return switch (kind) {
      case REGISTERED -> new AccountOutcome.Registered();
      case SESSION_OPENED ->
          new AccountOutcome.SessionOpened(
              HexFormat.of().toHexDigits(first, TokenHash.SESSION_ID_DIGITS), second);
      case DONE -> new AccountOutcome.Done();
      default -> throw new IllegalStateException("a request of kind " + kind);
    };
  }
}
