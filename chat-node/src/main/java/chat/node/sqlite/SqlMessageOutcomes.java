package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.MessageOutcome;
import chat.node.chat.PairId;
import chat.node.sqlite.SqlChatRequests.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/** Answers to message commands in the columns of a request. Their kinds are 3, 4 and 20 to 29. */
final class SqlMessageOutcomes {
  private static final int SENT = 3;
  private static final int MARKED = 4;
  private static final int DELETED = 20;
  static final Set<Integer> KINDS = Set.of(SENT, MARKED, DELETED);

  private SqlMessageOutcomes() {}

  static Columns columns(MessageOutcome outcome, SqlChatRows rows) throws SQLException {
    return switch (outcome) {
      case MessageOutcome.Sent sent ->
          new Columns(SENT, rows.known(sent.conversation()).id, sent.seq());
      case MessageOutcome.Marked marked ->
          new Columns(MARKED, marked.deliveredSeq(), marked.readSeq());
      case MessageOutcome.Deleted deleted -> new Columns(DELETED, deleted.count(), 0);
    };
  }

  static MessageOutcome read(int kind, ResultSet row) throws SQLException {
    long first = row.getLong(5);
    long second = row.getLong(6);
    return switch (kind) {
      case SENT ->
          new MessageOutcome.Sent(
              new PairId(new AccountName(row.getString(7)), new AccountName(row.getString(8))),
              second);
      case DELETED -> new MessageOutcome.Deleted((int) first);
      case MARKED -> new MessageOutcome.Marked(first, second);
      default -> throw new IllegalStateException("a request of kind " + kind);
    };
  }
}
