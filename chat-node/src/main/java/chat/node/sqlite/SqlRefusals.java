package chat.node.sqlite;

import chat.node.chat.Refusal;
import chat.node.chat.Result.Outcome;
import chat.node.sqlite.SqlChatRequests.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Refusals that are final for their request: kind 60, and the reason in a table of its own. */
final class SqlRefusals {
  static final int KIND = 60;

  private SqlRefusals() {}

  static Columns columns() {
    return new Columns(KIND, 0, 0);
  }

  static void keep(SqlChatStatements sql, long position, Refusal refusal) throws SQLException {
    sql.update(
        "INSERT INTO refusals (position, reason, detail) VALUES (?, ?, ?)",
        position,
        refusal.reason().name(),
        refusal.detail());
  }

  static Outcome read(ResultSet row) throws SQLException {
    String reason = row.getString(9);
    if (reason == null) {
      throw new IllegalStateException("a refused request at " + row.getLong(2) + " without reason");
    }
    return new Outcome.Rejected(
        new Refusal(Refusal.Reason.valueOf(reason), row.getString(10)), true);
  }
}
