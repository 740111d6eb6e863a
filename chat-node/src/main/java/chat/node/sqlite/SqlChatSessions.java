package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Sessions, for the writer and for readers. */
final class SqlChatSessions {
  /** One that wasn't ended: neither by itself, nor with others, nor with its account. */
  private static final String NOT_ENDED =
      """
      SELECT a.name, s.token, s.client, s.created_millis, s.used_millis, s.expires_millis
      FROM sessions s CROSS JOIN accounts a ON a.id = s.account
      WHERE s.ended = 0 AND s.opened_position >= a.sessions_from AND a.deleted_position = 0\s""";

  static final String BY_TOKEN = NOT_ENDED + "AND s.token = ?";

  /** The plus keeps it off the index of accounts: tokens with one beginning are one, or none. */
  static final String BY_ID =
      NOT_ENDED + "AND +s.account = ? AND s.token >= ? AND s.token <= ? ORDER BY s.token LIMIT 1";

  static final String OF_ACCOUNT =
      NOT_ENDED
          + """
          AND s.account = ? AND s.expires_millis > ?
          ORDER BY s.created_millis DESC, s.token LIMIT ?""";

  private SqlChatSessions() {}

  static Optional<ChatReader.Session> find(SqlChatStatements sql, TokenHash token)
      throws SQLException {
    return first(sql.query(BY_TOKEN, bytes(token)));
  }

  /** By its public handle, which is what its token's hash begins with. */
  static Optional<ChatReader.Session> find(SqlChatStatements sql, long account, String sessionId)
      throws SQLException {
    String zeros = "0".repeat(2 * TokenHash.BYTES - TokenHash.SESSION_ID_DIGITS);
    byte[] from = HexFormat.of().parseHex(sessionId + zeros);
    byte[] through = HexFormat.of().parseHex(sessionId + zeros.replace('0', 'f'));
    return first(sql.query(BY_ID, account, from, through));
  }

  static Optional<AccountName> owner(SqlChatStatements sql, TokenHash token) throws SQLException {
    try (ResultSet row =
        sql.query(
            "SELECT a.name FROM sessions s CROSS JOIN accounts a ON a.id = s.account"
                + " WHERE s.token = ?",
            bytes(token))) {
      return row.next() ? Optional.of(new AccountName(row.getString(1))) : Optional.empty();
    }
  }

  static List<ChatReader.Session> ofAccount(
      SqlChatStatements sql, long account, long nowMillis, int limit) throws SQLException {
    List<ChatReader.Session> sessions = new ArrayList<>();
    try (ResultSet row = sql.query(OF_ACCOUNT, account, nowMillis, limit)) {
      while (row.next()) {
        sessions.add(read(row));
      }
    }
    return sessions;
  }

  static byte[] bytes(TokenHash token) {
    return HexFormat.of().parseHex(token.hex());
  }

  private static Optional<ChatReader.Session> first(ResultSet rows) throws SQLException {
    try (rows) {
      return rows.next() ? Optional.of(read(rows)) : Optional.empty();
    }
  }

  private static ChatReader.Session read(ResultSet row) throws SQLException {
    return new ChatReader.Session(
        new AccountName(row.getString(1)),
        new TokenHash(HexFormat.of().formatHex(row.getBytes(2))),
        row.getString(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6));
  }
}
