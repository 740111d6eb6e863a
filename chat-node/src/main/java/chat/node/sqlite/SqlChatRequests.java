package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ConversationId;
import chat.node.chat.Fingerprint;
import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** How the answer to a request lies in a row: its kind and two numbers. */
final class SqlChatRequests {
  private static final int REGISTERED = 1;
  private static final int SESSION_OPENED = 2;
  private static final int SENT = 3;
  private static final int MARKED = 4;
  private static final int SESSION_ID_DIGITS = 12;

  /** Both sides append which account's request they mean. A row that isn't there costs no join. */
  static final String SELECT =
      """
      SELECT q.fingerprint, q.position, q.time_millis, q.kind, q.first, q.second, l.name, h.name
      FROM requests q
      LEFT JOIN conversations c ON q.kind = 3 AND c.id = q.first
      LEFT JOIN accounts l ON l.id = c.lower
      LEFT JOIN accounts h ON h.id = c.higher
      WHERE q.request = ? AND q.account =\s""";

  private SqlChatRequests() {}

  /** The three columns that hold an outcome. */
  record Columns(int kind, long first, long second) {}

  /**
   * @param conversation the id of the conversation of a message sent, else unused
   */
  static Columns columns(Outcome outcome, long conversation) {
    return switch (outcome) {
      case Outcome.Registered _ -> new Columns(REGISTERED, 0, 0);
      case Outcome.SessionOpened opened ->
          new Columns(
              SESSION_OPENED,
              HexFormat.fromHexDigitsToLong(opened.sessionId()),
              opened.expiresMillis());
      case Outcome.Sent sent -> new Columns(SENT, conversation, sent.seq());
      case Outcome.Marked marked -> new Columns(MARKED, marked.deliveredSeq(), marked.readSeq());
      case Outcome.SessionRenewed _, Outcome.Rejected _ ->
          throw new IllegalArgumentException("no request is kept beside " + outcome);
    };
  }

  /** The request of the current row of {@link #SELECT}. */
  static ChatReader.Request read(ResultSet row) throws SQLException {
    long first = row.getLong(5);
    long second = row.getLong(6);
    Outcome outcome =
        switch (row.getInt(4)) {
          case REGISTERED -> new Outcome.Registered();
          case SESSION_OPENED ->
              new Outcome.SessionOpened(
                  HexFormat.of().toHexDigits(first, SESSION_ID_DIGITS), second);
          case SENT ->
              new Outcome.Sent(
                  new ConversationId(
                      new AccountName(row.getString(7)), new AccountName(row.getString(8))),
                  second);
          case MARKED -> new Outcome.Marked(first, second);
          default -> throw new IllegalStateException("a request of kind " + row.getInt(4));
        };
    return new ChatReader.Request(
        new Fingerprint(row.getLong(1)), new Answer(row.getLong(2), row.getLong(3), true, outcome));
  }
}
