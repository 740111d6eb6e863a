package chat.node.sqlite;

import chat.node.chat.MessageReader.Message;
import chat.node.chat.ResultPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Unread messages of an account, of pairs and groups, merged by position. */
final class SqlInbox {
  static final String PAIR_KEYS =
      """
      SELECT position FROM unread WHERE account = ?1 AND position > ?2 AND position <= ?3
      ORDER BY position LIMIT ?4""";
  static final String PAIRS =
      SqlChatMessages.COLUMNS
          + """
          FROM (SELECT position FROM unread WHERE account = ?1 AND position > ?2 AND position <= ?3
                ORDER BY position) u
          CROSS JOIN messages m ON m.position = u.position"""
          + SqlChatMessages.OF_MESSAGE
          + "ORDER BY u.position";

  /** Groups with a message behind the mark, and the position of the first such. */
  static final String UNREAD_GROUPS =
      """
      SELECT k.conversation, (SELECT m.position FROM messages m
        WHERE m.conversation = k.conversation
        AND m.seq > max(k.joined_seq - 1, coalesce((SELECT q.read_seq FROM marks q
          WHERE q.conversation = k.conversation AND q.account = k.account), 0))
        ORDER BY m.seq LIMIT 1)
      FROM members k WHERE k.account = ?1 AND k.left_position = 0""";

  static final String GROUP =
      SqlChatMessages.FROM_MESSAGES
          + """
          WHERE m.conversation = ?4 AND m.conversation < 0 AND m.position > ?2 AND m.position <= ?3
          AND m.sender <> ?1 AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position";

  private SqlInbox() {}

  static ResultPage<Message> of(
      SqlChatStatements sql, long account, long afterPosition, int maxKeys, PageRows<Message> page)
      throws SQLException {
    List<KeySource<Message>> sources = new ArrayList<>();
    sources.add(
        new KeySource<>(
            PAIR_KEYS,
            account,
            afterPosition,
            Long.MAX_VALUE,
            (after, through, into) ->
                SqlChatMessages.take(
                    sql.query(PAIRS, account, after, through), into, Function.identity()),
            null));
    try (ResultSet row = sql.query(UNREAD_GROUPS, account)) {
      while (row.next()) {
        long first = row.getLong(2);
        if (!row.wasNull()) {
          sources.add(group(sql, account, row.getLong(1), Math.max(afterPosition, first - 1)));
        }
      }
    }
    return new KeyMerge<Message>(sql, maxKeys).read(sources, page);
  }

  private static KeySource<Message> group(
      SqlChatStatements sql, long account, long group, long afterPosition) {
    return new KeySource<>(
        SqlChanges.GROUP_MESSAGE_KEYS,
        group,
        afterPosition,
        Long.MAX_VALUE,
        (after, through, into) ->
            SqlChatMessages.take(
                sql.query(GROUP, account, after, through, group), into, Function.identity()),
        null);
  }
}
