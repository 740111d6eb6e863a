package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.AccountState;
import chat.node.chat.ChatReader;
import chat.node.chat.TokenHash;
import java.util.HexFormat;
import java.util.Optional;

/** Accounts and sessions in SQLite. */
final class SqlAccountState implements AccountState {
  private final SqlChatRows rows;

  SqlAccountState(SqlChatRows rows) {
    this.rows = rows;
  }

  @Override
  public boolean hasAccount(AccountName name) {
    return orFail(() -> rows.find(name) != null);
  }

  @Override
  public void addAccount(ChatReader.Account account) {
    orFail(
        () ->
            rows.sql.update(
                "INSERT INTO accounts (name, password_hash, created_millis) VALUES (?, ?, ?)",
                account.name().value(),
                account.passwordHash(),
                account.createdMillis()));
  }

  @Override
  public Optional<ChatReader.Session> session(TokenHash token) {
    return orFail(() -> SqlChatSessions.find(rows.sql, token));
  }

  @Override
  public void putSession(ChatReader.Session session) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO sessions (token, account, client, expires_millis) VALUES (?, ?, ?, ?)
                ON CONFLICT (token) DO UPDATE SET account = excluded.account,
                  client = excluded.client, expires_millis = excluded.expires_millis""",
                HexFormat.of().parseHex(session.token().hex()),
                rows.known(session.account()).id,
                session.client(),
                session.expiresMillis()));
  }

  @Override
  public void dropExpiredSessions(AccountName name, long nowMillis) {
    orFail(
        () ->
            rows.sql.update(
                "DELETE FROM sessions WHERE account = ? AND expires_millis <= ?",
                rows.known(name).id,
                nowMillis));
  }
}
