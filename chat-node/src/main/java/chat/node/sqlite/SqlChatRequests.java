package chat.node.sqlite;

import chat.node.chat.AccountOutcome;
import chat.node.chat.ChatReader;
import chat.node.chat.ClusterOutcome;
import chat.node.chat.Fingerprint;
import chat.node.chat.GroupOutcome;
import chat.node.chat.MessageOutcome;
import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the answer to a request lies in a row: its kind and two numbers. */
final class SqlChatRequests {
  /** Both sides append which account's request they mean. A row that isn't there costs no join. */
  static final String SELECT =
      """
      SELECT q.fingerprint, q.position, q.time_millis, q.kind, q.first, q.second, l.name, h.name,
        f.reason, f.detail
      FROM requests q
      LEFT JOIN conversations c ON q.kind = 3 AND c.id = q.first
      LEFT JOIN accounts l ON l.id = c.lower
      LEFT JOIN accounts h ON h.id = c.higher
      LEFT JOIN refusals f ON q.kind = 60 AND f.position = q.position
      WHERE q.request = ? AND q.account =\s""";

  private SqlChatRequests() {}

  /** The three columns that hold an outcome. */
  record Columns(int kind, long first, long second) {}

  static Columns columns(Outcome outcome, SqlChatRows rows) throws SQLException {
    return switch (outcome) {
      case AccountOutcome account -> SqlAccountOutcomes.columns(account);
      case ClusterOutcome cluster -> SqlClusterOutcomes.columns(cluster);
      case MessageOutcome message -> SqlMessageOutcomes.columns(message, rows);
      case GroupOutcome group -> SqlGroupOutcomes.columns(group);
      case Outcome.Rejected _ -> SqlRefusals.columns();
    };
  }

  /** The request of the current row of {@link #SELECT}. */
  static ChatReader.Request read(ResultSet row) throws SQLException {
    return new ChatReader.Request(
        new Fingerprint(row.getLong(1)),
        new Answer(row.getLong(2), row.getLong(3), true, outcome(row)));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    int kind = row.getInt(4);
    if (SqlMessageOutcomes.KINDS.contains(kind)) {
      return SqlMessageOutcomes.read(kind, row);
    }
    if (kind == SqlRefusals.KIND) {
      return SqlRefusals.read(row);
    }
    if (SqlGroupOutcomes.KINDS.contains(kind)) {
      return SqlGroupOutcomes.read(kind, row.getLong(5), row.getLong(6));
    }
    return SqlAccountOutcomes.KINDS.contains(kind)
        ? SqlAccountOutcomes.read(kind, row.getLong(5), row.getLong(6))
        : SqlClusterOutcomes.read(kind, row.getLong(5));
  }
}
