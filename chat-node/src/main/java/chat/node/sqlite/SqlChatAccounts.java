package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.AccountReader.Account;
import chat.node.chat.AccountReader.AccountPage;
import chat.node.chat.AccountReader.Blocked;
import chat.node.chat.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions about accounts, for the writer and for readers. */
final class SqlChatAccounts {
  private static final String COLUMNS =
      "SELECT name, password_hash, created_millis, password_position, deleted_position > 0"
          + " FROM accounts ";

  static final String MATCHING =
      """
      SELECT name, password_hash, created_millis, password_position, deleted_position > 0,
        name GLOB ?4 AND deleted_position = 0
      FROM accounts WHERE name > ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT ?5""";

  /** In the audit log, where no account did it. */
  static final String NO_ACTOR = "";

  /** Both sides of a conversation by an index of their own, each in the order of ids. */
  static final String PEERS =
      """
      SELECT a.name FROM (
        SELECT higher AS peer FROM conversations WHERE lower = ?
        UNION SELECT lower FROM conversations WHERE higher = ?) p
      CROSS JOIN accounts a ON a.id = p.peer
      WHERE a.name > ? ORDER BY a.name LIMIT ?""";

  private SqlChatAccounts() {}

  static Optional<Account> find(SqlChatStatements sql, AccountName name) throws SQLException {
    try (ResultSet row = sql.query(COLUMNS + "WHERE name = ?", name.value())) {
      return row.next() ? Optional.of(account(row)) : Optional.empty();
    }
  }

  /** Those that aren't deleted, among at most {@code maxNames} names. */
  static AccountPage matching(
      SqlChatStatements sql, NamePattern names, String after, int limit, int maxNames)
      throws SQLException {
    List<Account> found = new ArrayList<>();
    String last = after;
    int looked = 0;
    try (ResultSet row =
        sql.query(MATCHING, after, names.first(), names.beyond(), names.glob(), maxNames)) {
      while (row.next()) {
        looked++;
        if (row.getBoolean(6)) {
          if (found.size() == limit) {
            return new AccountPage(found, last);
          }
          found.add(account(row));
        }
        last = row.getString(1);
      }
    }
    return new AccountPage(found, looked == maxNames ? last : "");
  }

  static List<Blocked> blocked(SqlChatStatements sql, long account) throws SQLException {
    List<Blocked> found = new ArrayList<>();
    try (ResultSet row =
        sql.query(
            """
            SELECT a.name, b.since_millis FROM blocks b CROSS JOIN accounts a ON a.id = b.blocked
            WHERE b.account = ? ORDER BY a.name""",
            account)) {
      while (row.next()) {
        found.add(new Blocked(new AccountName(row.getString(1)), row.getLong(2)));
      }
    }
    return found;
  }

  static List<AccountName> peers(SqlChatStatements sql, long account, String after, int limit)
      throws SQLException {
    List<AccountName> found = new ArrayList<>();
    try (ResultSet row = sql.query(PEERS, account, account, after, limit)) {
      while (row.next()) {
        found.add(new AccountName(row.getString(1)));
      }
    }
    return found;
  }

  static List<AuditEntry> audit(SqlChatStatements sql, long beforePosition, int limit)
      throws SQLException {
    List<AuditEntry> found = new ArrayList<>();
    try (ResultSet row =
        sql.query(
            """
            SELECT position, time_millis, actor, action, subject FROM audit
            WHERE position < ? ORDER BY position DESC LIMIT ?""",
            beforePosition,
            limit)) {
      while (row.next()) {
        found.add(
            new AuditEntry(
                row.getLong(1),
                row.getLong(2),
                actor(row.getString(3)),
                row.getString(4),
                row.getString(5)));
      }
    }
    return found;
  }

  private static Optional<AccountName> actor(String name) {
    return name.equals(NO_ACTOR) ? Optional.empty() : Optional.of(new AccountName(name));
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountName(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getBoolean(5));
  }
}
