package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.GroupLimits;
import chat.node.chat.MessageReader.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Questions about messages as one account sees them, who is parameter 1 of every query. Each finds
 * its rows by an index, in the order asked for; texts are read for the rows of the answer only.
 */
final class SqlChatMessages {
  /** The other members who were there and haven't marked so far; only asked of own messages. */
  private static final String BEHIND =
      """
      NOT EXISTS (SELECT 1 FROM members o
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
        coalesce(r.deleted_position, 0) > 0 AND coalesce(k.delivered_seq, 0) < m.seq
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

  static final String AFTER = BETWEEN + "ORDER BY m.seq LIMIT ?5";
  static final String NEWEST_BEFORE = BETWEEN + "ORDER BY m.seq DESC LIMIT ?5";
  static final String INBOX =
      COLUMNS
          + """
          FROM (SELECT position FROM unread WHERE account = ?1 AND position > ?2
                ORDER BY position LIMIT ?3) u
          CROSS JOIN messages m ON m.position = u.position"""
          + OF_MESSAGE
          + "ORDER BY u.position";

  private static final String UNREAD_IN_GROUP =
      " m.conversation = ?2 AND m.seq > ?3 AND m.sender <> ?1 AND" + VISIBLE;

  static final String GROUP_INBOX =
      FROM_MESSAGES + "WHERE" + UNREAD_IN_GROUP + "AND m.position > ?4 ORDER BY m.seq LIMIT ?5";
  static final String GROUP_UNREAD =
      "SELECT count(*) FROM (SELECT 1 FROM messages m WHERE" + UNREAD_IN_GROUP + "LIMIT ?4)";
  static final String MEMBERSHIPS =
      """
      SELECT k.conversation, max(k.joined_seq - 1, coalesce(q.read_seq, 0)) FROM members k
      LEFT JOIN marks q ON q.conversation = k.conversation AND q.account = k.account
      WHERE k.account = ? AND k.left_position = 0""";

  private SqlChatMessages() {}

  /** {@code afterSeq} below which the viewer sees nothing, {@code oldest} which end is wanted. */
  static List<Message> between(
      SqlChatStatements sql,
      long viewer,
      long conversation,
      long afterSeq,
      long beforeSeq,
      boolean oldest,
      int limit)
      throws SQLException {
    List<Message> found =
        messages(
            sql.query(
                oldest ? AFTER : NEWEST_BEFORE, viewer, conversation, afterSeq, beforeSeq, limit));
    return oldest ? found : found.reversed();
  }

  static List<Message> inbox(SqlChatStatements sql, long account, long afterPosition, int limit)
      throws SQLException {
    List<Message> unread =
        new ArrayList<>(messages(sql.query(INBOX, account, afterPosition, limit)));
    for (Membership group : memberships(sql, account)) {
      unread.addAll(
          messages(
              sql.query(
                  GROUP_INBOX,
                  account,
                  group.conversation(),
                  group.afterSeq(),
                  afterPosition,
                  limit)));
    }
    unread.sort(Comparator.comparingLong(Message::position));
    return List.copyOf(unread.subList(0, Math.min(limit, unread.size())));
  }

  static long unread(SqlChatStatements sql, long account) throws SQLException {
    long unread = sql.number(0, "SELECT count(*) FROM unread WHERE account = ?", account);
    for (Membership group : memberships(sql, account)) {
      unread += unreadIn(sql, account, group.conversation(), group.afterSeq());
    }
    return unread;
  }

  static long unreadIn(SqlChatStatements sql, long account, long group, long afterSeq)
      throws SQLException {
    return sql.number(0, GROUP_UNREAD, account, group, afterSeq, GroupLimits.UNREAD_COUNTED);
  }

  /** A group's conversation, and the seq above which its messages are unread. */
  private record Membership(long conversation, long afterSeq) {}

  private static List<Membership> memberships(SqlChatStatements sql, long account)
      throws SQLException {
    List<Membership> groups = new ArrayList<>();
    try (ResultSet row = sql.query(MEMBERSHIPS, account)) {
      while (row.next()) {
        groups.add(new Membership(row.getLong(1), row.getLong(2)));
      }
    }
    return groups;
  }

  static List<Message> messages(ResultSet rows) throws SQLException {
    try (rows) {
      List<Message> messages = new ArrayList<>();
      while (rows.next()) {
        AccountName from = new AccountName(rows.getString(2));
        long conversation = rows.getLong(1);
        ConversationId id =
            conversation < 0
                ? new GroupId(-conversation)
                : ConversationId.of(from, new AccountName(rows.getString(3)));
        messages.add(
            new Message(
                id,
                rows.getLong(4),
                from,
                rows.getString(5),
                rows.getLong(6),
                rows.getLong(7),
                rows.getInt(8) != 0,
                rows.getInt(9) != 0,
                rows.getInt(10) != 0));
      }
      return messages;
    }
  }
}
