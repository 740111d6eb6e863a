package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageReader.Conversation;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.MessageState.Marks;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conversations of an account, the newest first. All of them are looked at for a page: one
 * search in an index each.
 */
final class SqlConversations {
  private static final String NEWEST =
      """
      (SELECT m.position FROM messages m WHERE m.conversation = %s AND m.seq >= %s AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.seq DESC LIMIT 1)";

  static final String PAGE =
      "SELECT id, place, first, name, other FROM ("
          + "SELECT c.id AS id, "
          + NEWEST.formatted("c.id", "1")
          + " AS place, 1 AS first, b.name AS name, a.name AS other"
          + " FROM conversations c CROSS JOIN accounts a ON a.id = c.lower"
          + " CROSS JOIN accounts b ON b.id = c.higher WHERE c.lower = ?1"
          + " UNION ALL SELECT c.id, "
          + NEWEST.formatted("c.id", "1")
          + ", 1, a.name, b.name FROM conversations c CROSS JOIN accounts a ON a.id = c.lower"
          + " CROSS JOIN accounts b ON b.id = c.higher WHERE c.higher = ?1 AND c.lower <> ?1"
          + " UNION ALL SELECT k.conversation, max(k.joined_position, coalesce("
          + NEWEST.formatted("k.conversation", "k.joined_seq")
          + ", 0)), k.joined_seq, g.name, ''"
          + " FROM members k CROSS JOIN groups g ON g.number = -k.conversation"
          + " WHERE k.account = ?1 AND k.left_position = 0)"
          + " WHERE place < ?2 ORDER BY place DESC LIMIT ?3";

  private SqlConversations() {}

  private record Row(long id, long place, long firstSeq, String name, String other) {}

  static List<Conversation> of(SqlChatStatements sql, long account, long before, int limit)
      throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet row = sql.query(PAGE, account, before, limit)) {
      while (row.next()) {
        rows.add(
            new Row(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getString(4),
                row.getString(5)));
      }
    }
    List<Conversation> found = new ArrayList<>();
    for (Row row : rows) {
      found.add(conversation(sql, account, row));
    }
    return found;
  }

  private static Conversation conversation(SqlChatStatements sql, long account, Row row)
      throws SQLException {
    Marks marks = SqlMessageState.marks(sql, row.id(), account);
    List<Message> last =
        SqlChatMessages.between(
            sql, account, row.id(), row.firstSeq() - 1, Long.MAX_VALUE, false, 1);
    long lastSeq = sql.number(0, "SELECT max(seq) FROM messages WHERE conversation = ?", row.id());
    Optional<Message> newest = last.stream().findFirst();
    if (row.id() < 0) {
      long unread =
          SqlChatMessages.unreadIn(
              sql, account, row.id(), Math.max(row.firstSeq() - 1, marks.readSeq()));
      return new Conversation(
          new GroupId(-row.id()), row.place(), row.name(), lastSeq, unread, newest, marks);
    }
    long unread =
        sql.number(
            0,
            "SELECT count(*) FROM unread WHERE account = ? AND conversation = ?",
            account,
            row.id());
    return new Conversation(
        ConversationId.of(new AccountName(row.name()), new AccountName(row.other())),
        row.place(),
        row.name(),
        lastSeq,
        unread,
        newest,
        marks);
  }
}
