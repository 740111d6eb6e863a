package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.AccountState;
import chat.node.chat.ChatReader;
import chat.node.chat.ChatState;
import chat.node.chat.Fingerprint;
import chat.node.chat.GroupState;
import chat.node.chat.MessageState;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.chat.Result;
import chat.node.chat.Rules;
import chat.node.sqlite.SqlChatRows.AccountRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The chat's state in SQLite, inside the transaction of whoever owns the connection. What it
 * remembers of the rows ({@link SqlChatRows}) must not outlive a rollback, or a snapshot put in
 * their place.
 */
public final class SqlChatState implements ChatState {
  private final SqlChatRows rows;
  private final SqlAccountState accounts;
  private final SqlMessageState messages;
  private final SqlGroupState groups;
  private long newestTime;
  private int rulesVersion;

  /** On the writer's connection, which is not closed by this. */
  public SqlChatState(Connection writer) {
    this.rows = new SqlChatRows(writer);
    this.accounts = new SqlAccountState(rows);
    this.messages = new SqlMessageState(rows);
    this.groups = new SqlGroupState(rows);
    this.rulesVersion = orFail(() -> rules(rows.sql));
    this.newestTime = orFail(() -> rows.sql.number(0, "SELECT time_millis FROM clock"));
  }

  @Override
  public AccountState accounts() {
    return accounts;
  }

  @Override
  public MessageState messages() {
    return messages;
  }

  @Override
  public GroupState groups() {
    return groups;
  }

  @Override
  public Optional<ChatReader.Request> request(AccountName scope, RequestId id) {
    return orFail(
        () -> {
          AccountRow account = rows.find(scope);
          if (account == null) {
            return Optional.empty();
          }
          try (ResultSet row =
              rows.sql.query(SqlChatRequests.SELECT + "?", id.bytes(), account.id)) {
            return row.next() ? Optional.of(SqlChatRequests.read(row)) : Optional.empty();
          }
        });
  }

  @Override
  public void keepRequest(
      AccountName scope, RequestId id, Fingerprint fingerprint, Result.Answer firstAnswer) {
    orFail(
        () -> {
          SqlChatRequests.Columns outcome = SqlChatRequests.columns(firstAnswer.outcome(), rows);
          if (firstAnswer.outcome()
              instanceof Result.Outcome.Rejected(Refusal refusal, boolean _)) {
            SqlRefusals.keep(rows.sql, firstAnswer.position(), refusal);
          }
          return rows.sql.update(
              "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              rows.known(scope).id,
              id.bytes(),
              fingerprint.value(),
              firstAnswer.position(),
              firstAnswer.timeMillis(),
              outcome.kind(),
              outcome.first(),
              outcome.second());
        });
  }

  static int rules(SqlChatStatements sql) throws SQLException {
    return (int) sql.number(Rules.FIRST, "SELECT version FROM rules");
  }

  @Override
  public int rules() {
    return rulesVersion;
  }

  @Override
  public void raiseRules(int version) {
    orFail(() -> rows.sql.update("UPDATE rules SET version = ? WHERE one = 1", version));
    rulesVersion = version;
  }

  @Override
  public void advanceTime(long timeMillis) {
    if (timeMillis > newestTime) {
      newestTime = timeMillis;
      orFail(() -> rows.sql.update("UPDATE clock SET time_millis = ? WHERE one = 1", timeMillis));
    }
  }
}
