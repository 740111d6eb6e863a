package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.ResultPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Questions about messages as one account sees them, who is parameter 1 of every query. Each finds
 * its rows by an index, in the order asked for; texts are read for the rows of the answer only.
 */
final class SqlChatMessages {
  /** The other members who were there and haven't marked so far; only asked of own messages. */
  private static final String BEHIND =
      """
      NOT EXISTS (SELECT 1 FROM members o INDEXED BY members_of_group
        LEFT JOIN marks q ON q.conversation = o.conversation AND q.account = o.account
        WHERE o.conversation = m.conversation AND o.left_position = 0 AND o.account <> m.sender
        AND o.joined_seq <= m.seq AND coalesce(q.%s, 0) < m.seq)""";

  private static final String IN_GROUP_BY_VIEWER = "m.conversation < 0 AND m.sender = ?1";

  static final String COLUMNS =
      """
      SELECT m.conversation, s.name, r.name, m.seq, m.text, m.time_millis, m.position,
        CASE WHEN %1$s THEN %2$s ELSE coalesce(k.delivered_seq >= m.seq, 0) END,
        CASE WHEN %1$s THEN %3$s
          WHEN m.sender = ?1 AND m.recipient <> ?1 THEN coalesce(k.shown_seq >= m.seq, 0)
          ELSE coalesce(k.read_seq >= m.seq, 0) END,
        coalesce(r.deleted_position, 0) > 0 AND coalesce(k.delivered_seq, 0) < m.seq,
        octet_length(m.text)
      """
          .formatted(
              IN_GROUP_BY_VIEWER, BEHIND.formatted("delivered_seq"), BEHIND.formatted("shown_seq"));

  /** CROSS JOIN keeps the order: the messages first, then what belongs to each. */
  static final String OF_MESSAGE =
      """
       CROSS JOIN accounts s ON s.id = m.sender LEFT JOIN accounts r ON r.id = m.recipient
      LEFT JOIN marks k ON k.conversation = m.conversation
        AND k.account = CASE WHEN m.conversation < 0 THEN ?1 ELSE m.recipient END
      """;

  static final String VISIBLE =
      """
       m.deleted = 0 AND NOT EXISTS (SELECT 1 FROM hidden h
        WHERE h.account = ?1 AND h.conversation = m.conversation AND h.seq = m.seq)
      """;

  static final String FROM_MESSAGES = COLUMNS + "FROM messages m" + OF_MESSAGE;

  private static final String BETWEEN =
      FROM_MESSAGES + "WHERE m.conversation = ?2 AND m.seq > ?3 AND m.seq < ?4 AND" + VISIBLE;

  static final String AFTER = BETWEEN + "ORDER BY m.seq";
  static final String NEWEST_BEFORE = BETWEEN + "ORDER BY m.seq DESC";

  private SqlChatMessages() {}

  /** The seq of a conversation's last message, deleted or not; 0 where it has none. */
  static long lastSeq(SqlChatStatements sql, long conversation) throws SQLException {
    return sql.number(0, "SELECT max(seq) FROM messages WHERE conversation = ?", conversation);
  }

  /**
   * The seqs that a page looks at, without its bounds. Every seq of a conversation is a row, so the
   * width bounds the rows visited, whatever of them the viewer sees.
   *
   * @param cut whether further seqs lie beyond, at the end that the page moves towards
   */
  private record Span(long after, long before, boolean cut) {
    static Span of(long after, long before, boolean oldest, int maxSeqs) {
      boolean cut = before - after - 1 > maxSeqs;
      if (!cut) {
        return new Span(after, before, false);
      }
      return oldest
          ? new Span(after, after + maxSeqs + 1, true)
          : new Span(before - maxSeqs - 1, before, true);
    }
  }

  /**
   * One page of {@code maxSeqs} seqs at most. Its {@code next} is a seq: the bound of the page that
   * follows.
   *
   * @param afterSeq below which the viewer sees nothing
   * @param beforeSeq not above the seq behind the conversation's last one
   * @param oldest which end is wanted
   */
  static ResultPage<Message> between(
      SqlChatStatements sql,
      long viewer,
      long conversation,
      long afterSeq,
      long beforeSeq,
      boolean oldest,
      int maxSeqs,
      PageRows<Message> page)
      throws SQLException {
    Span span = Span.of(afterSeq, beforeSeq, oldest, maxSeqs);
    take(
        sql.query(
            oldest ? AFTER : NEWEST_BEFORE, viewer, conversation, span.after(), span.before()),
        page,
        Function.identity());
    List<Message> rows = page.page(false, 0).rows();
    List<Message> ascending = oldest ? rows : rows.reversed();
    if (page.isFull()) {
      return new ResultPage<>(ascending, true, rows.getLast().seq());
    }
    return span.cut()
        ? new ResultPage<>(ascending, true, oldest ? span.before() - 1 : span.after() + 1)
        : ResultPage.last(ascending);
  }

  /** Reads rows of {@link #COLUMNS} one by one, and no further than the page takes them. */
  static <T> void take(ResultSet rows, PageRows<T> page, Function<Message, T> as)
      throws SQLException {
    try (rows) {
      while (rows.next()) {
        long position = rows.getLong(7);
        long textBytes = rows.getLong(11);
        if (!page.takes(position, textBytes)) {
          return;
        }
        page.add(position, textBytes, as.apply(message(rows)));
      }
    }
  }

  private static Message message(ResultSet row) throws SQLException {
    AccountName from = new AccountName(row.getString(2));
    long conversation = row.getLong(1);
    ConversationId id =
        conversation < 0
            ? new GroupId(-conversation)
            : ConversationId.of(from, new AccountName(row.getString(3)));
    return new Message(
        id,
        row.getLong(4),
        from,
        row.getString(5),
        row.getLong(6),
        row.getLong(7),
        row.getInt(8) != 0,
        row.getInt(9) != 0,
        row.getInt(10) != 0);
  }
}
