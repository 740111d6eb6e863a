package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.AccountState;
import chat.node.chat.AuditEntry;
import chat.node.chat.ChatReader;
import chat.node.chat.TokenHash;
import chat.node.sqlite.SqlChatRows.AccountRow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  public boolean isDeleted(AccountName name) {
    return orFail(
        () -> {
          AccountRow account = rows.find(name);
          return account != null && account.deleted;
        });
  }

  @Override
  public Optional<ChatReader.Account> account(AccountName name) {
    return orFail(() -> SqlChatAccounts.find(rows.sql, name));
  }

  @Override
  public void addAccount(ChatReader.Account account) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO accounts (name, password_hash, created_millis, password_position)
                VALUES (?, ?, ?, ?)""",
                account.name().value(),
                account.passwordHash(),
                account.createdMillis(),
                account.passwordPosition()));
  }

  @Override
  public void setPassword(AccountName name, String passwordHash, long position) {
    orFail(
        () ->
            rows.sql.update(
                "UPDATE accounts SET password_hash = ?, password_position = ? WHERE id = ?",
                passwordHash,
                position,
                rows.known(name).id));
  }

  @Override
  public void deleteAccount(AccountName name, long position, long timeMillis) {
    orFail(
        () -> {
          AccountRow account = rows.known(name);
          rows.sql.update("DELETE FROM unread WHERE account = ?", account.id);
          SqlCounters.emptied(rows.sql, account.id);
          rows.sql.update("DELETE FROM blocks WHERE account = ?", account.id);
          rows.blocked(account).clear();
          account.unread = 0;
          account.deleted = true;
          return rows.sql.update(
              """
              UPDATE accounts SET password_hash = '', deleted_position = ?, deleted_millis = ?
              WHERE id = ?""",
              position,
              timeMillis,
              account.id);
        });
  }

  @Override
  public Optional<ChatReader.Session> session(TokenHash token) {
    return orFail(() -> SqlChatSessions.find(rows.sql, token));
  }

  @Override
  public Optional<AccountName> ownerOf(TokenHash token) {
    return orFail(() -> SqlChatSessions.owner(rows.sql, token));
  }

  @Override
  public void addSession(ChatReader.Session session, long position) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO sessions (token, account, client, created_millis, used_millis,
                  expires_millis, opened_position)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                SqlChatSessions.bytes(session.token()),
                rows.known(session.account()).id,
                session.client(),
                session.createdMillis(),
                session.usedMillis(),
                session.expiresMillis(),
                position));
  }

  @Override
  public void updateSession(ChatReader.Session session) {
    orFail(
        () ->
            rows.sql.update(
                "UPDATE sessions SET client = ?, used_millis = ?, expires_millis = ? WHERE token = ?",
                session.client(),
                session.usedMillis(),
                session.expiresMillis(),
                SqlChatSessions.bytes(session.token())));
  }

  @Override
  public void endSession(TokenHash token) {
    orFail(
        () ->
            rows.sql.update(
                "UPDATE sessions SET ended = 1 WHERE token = ?", SqlChatSessions.bytes(token)));
  }

  @Override
  public void endSessions(AccountName name, long position, Optional<TokenHash> butFor) {
    orFail(
        () -> {
          if (butFor.isPresent()) {
            rows.sql.update(
                "UPDATE sessions SET opened_position = ? WHERE token = ?",
                position,
                SqlChatSessions.bytes(butFor.get()));
          }
          return rows.sql.update(
              "UPDATE accounts SET sessions_from = ? WHERE id = ?", position, rows.known(name).id);
        });
  }

  @Override
  public Optional<TokenHash> sessionWithId(AccountName name, String sessionId) {
    return orFail(
        () ->
            SqlChatSessions.find(rows.sql, rows.known(name).id, sessionId)
                .map(ChatReader.Session::token));
  }

  @Override
  public void dropExpiredSessions(AccountName name, long timeMillis) {
    orFail(
        () ->
            rows.sql.update(
                "DELETE FROM sessions WHERE account = ? AND expires_millis <= ?",
                rows.known(name).id,
                timeMillis));
  }

  @Override
  public boolean blocks(AccountName by, AccountName whom) {
    return orFail(
        () -> {
          @Nullable AccountRow other = rows.find(whom);
          return other != null && rows.blocked(rows.known(by)).contains(other.id);
        });
  }

  @Override
  public int blockedCount(AccountName by) {
    return orFail(() -> rows.blocked(rows.known(by)).size());
  }

  @Override
  public void block(AccountName by, AccountName whom, long timeMillis) {
    orFail(
        () -> {
          AccountRow account = rows.known(by);
          long other = rows.known(whom).id;
          rows.blocked(account).add(other);
          return rows.sql.update(
              "INSERT INTO blocks (account, blocked, since_millis) VALUES (?, ?, ?)",
              account.id,
              other,
              timeMillis);
        });
  }

  @Override
  public void unblock(AccountName by, AccountName whom) {
    orFail(
        () -> {
          AccountRow account = rows.known(by);
          long other = rows.known(whom).id;
          rows.blocked(account).remove(other);
          return rows.sql.update(
              "DELETE FROM blocks WHERE account = ? AND blocked = ?", account.id, other);
        });
  }

  @Override
  public void note(AuditEntry entry) {
    orFail(
        () ->
            rows.sql.update(
                """
                INSERT INTO audit (position, time_millis, actor, action, subject)
                VALUES (?, ?, ?, ?, ?)""",
                entry.position(),
                entry.timeMillis(),
                entry.actor().map(AccountName::value).orElse(SqlChatAccounts.NO_ACTOR),
                entry.action(),
                entry.subject()));
  }
}
