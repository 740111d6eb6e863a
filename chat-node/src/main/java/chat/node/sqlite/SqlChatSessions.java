package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** Sessions by token, for the writer and for readers. */
final class SqlChatSessions {
  private SqlChatSessions() {}

  static Optional<ChatReader.Session> find(SqlChatStatements sql, TokenHash token)
      throws SQLException {
    try (ResultSet row =
        sql.query(
            """
            SELECT a.name, s.client, s.expires_millis
            FROM sessions s CROSS JOIN accounts a ON a.id = s.account WHERE s.token = ?""",
            HexFormat.of().parseHex(token.hex()))) {
      return row.next()
          ? Optional.of(
              new ChatReader.Session(
                  new AccountName(row.getString(1)), token, row.getString(2), row.getLong(3)))
          : Optional.empty();
    }
  }
}
