package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageReader.Conversation;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.MessageState.Marks;
import chat.node.chat.ReadLimits;
import chat.node.chat.ResultPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The conversations of an account, the one with the newest message first, be that message deleted.
 * Those of pairs come from an index by position, as many as the page takes; of its groups, which
 * are few, one position each is looked up.
 */
final class SqlConversations {
  static final String PAIRS =
      """
      SELECT conversation, position FROM activity WHERE account = ?1 AND position < ?2
      ORDER BY position DESC LIMIT ?3""";
  static final String GROUPS =
      """
      SELECT k.conversation, max(k.joined_position, coalesce((SELECT max(m.position)
        FROM messages m WHERE m.conversation = k.conversation AND m.conversation < 0), 0)),
        k.joined_seq
      FROM members k WHERE k.account = ?1 AND k.left_position = 0""";

  private final SqlChatStatements sql;
  private final long account;
  private final ReadLimits limits;

  private SqlConversations(SqlChatStatements sql, long account, ReadLimits limits) {
    this.sql = sql;
    this.account = account;
    this.limits = limits;
  }

  private record Row(long id, long place, long firstSeq) {}

  static ResultPage<Conversation> of(
      SqlChatStatements sql, long account, long before, int limit, ReadLimits limits)
      throws SQLException {
    SqlConversations conversations = new SqlConversations(sql, account, limits);
    PageRows<Conversation> page = new PageRows<>(limit, limits.pageBytes());
    for (Row row : conversations.newest(before, limit)) {
      Conversation found = conversations.conversation(row);
      int bytes = found.last().map(message -> 4 * message.text().length()).orElse(0);
      if (!page.takes(row.place(), bytes)) {
        break;
      }
      page.add(row.place(), bytes, found);
    }
    return page.page(false, 0);
  }

  /** One more than fit on the page, where there are so many. */
  private List<Row> newest(long before, int limit) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (ResultSet row = sql.query(PAIRS, account, before, limit + 1)) {
      while (row.next()) {
        rows.add(new Row(row.getLong(1), row.getLong(2), 1));
      }
    }
    try (ResultSet row = sql.query(GROUPS, account)) {
      while (row.next()) {
        if (row.getLong(2) < before) {
          rows.add(new Row(row.getLong(1), row.getLong(2), row.getLong(3)));
        }
      }
    }
    rows.sort(Comparator.comparingLong(Row::place).reversed());
    return rows.subList(0, Math.min(limit + 1, rows.size()));
  }

  private Conversation conversation(Row row) throws SQLException {
    Marks marks = SqlMessageState.marks(sql, row.id(), account);
    long lastSeq = SqlChatMessages.lastSeq(sql, row.id());
    Optional<Message> newest = newestVisible(row, lastSeq);
    if (row.id() < 0) {
      GroupId id = new GroupId(-row.id());
      long behind = Math.max(row.firstSeq() - 1, marks.readSeq());
      return new Conversation(
          id,
          row.place(),
          SqlGroups.find(sql, id).orElseThrow().name(),
          lastSeq,
          SqlCounters.unreadInGroup(sql, account, row.id(), behind),
          newest,
          marks);
    }
    try (ResultSet names =
        sql.query(
            """
            SELECT me.name, other.name FROM conversations c
            CROSS JOIN accounts me ON me.id = ?1
            CROSS JOIN accounts other ON other.id = iif(c.lower = ?1, c.higher, c.lower)
            WHERE c.id = ?2""",
            account,
            row.id())) {
      if (!names.next()) {
        throw new SQLException("no conversation " + row.id());
      }
      AccountName other = new AccountName(names.getString(2));
      return new Conversation(
          ConversationId.of(new AccountName(names.getString(1)), other),
          row.place(),
          other.value(),
          lastSeq,
          SqlCounters.unreadInPair(sql, account, row.id()),
          newest,
          marks);
    }
  }

  /** None where everything near the end is hidden from this account, or deleted. */
  private Optional<Message> newestVisible(Row row, long lastSeq) throws SQLException {
    long after = Math.max(row.firstSeq() - 1, lastSeq - limits.lastMessageSeqs());
    return SqlChatMessages.between(
            sql,
            account,
            row.id(),
            after,
            lastSeq + 1,
            false,
            limits.lastMessageSeqs(),
            new PageRows<>(1, 1))
        .rows()
        .stream()
        .findFirst();
  }
}
