package chat.node.sqlite;

import chat.node.chat.GroupLimits;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The counters of the state, which spare a read from counting: unread messages of a pair, of a
 * mailbox, of a group. Each change takes a bounded number of rows, and so does each answer,
 * whatever was sent, read or deleted. How the tables are made is in migration V40.
 */
final class SqlCounters {
  private static final int LEVELS = 5;
  private static final int LEVEL_BITS = 6;
  private static final long EVERYONE = 0;

  static final String UNREAD_OF_PAIRS = "SELECT unread FROM mailboxes WHERE account = ?";

  private static final String SENT =
      """
      INSERT INTO activity (account, conversation, position, unread) VALUES (?, ?, ?, ?)
      ON CONFLICT (account, conversation) DO UPDATE SET
        position = excluded.position, unread = unread + excluded.unread""";

  private static final String POSTED =
      """
      INSERT INTO posts (conversation, account, seq, nth)
      SELECT ?1, ?2, ?3, 1 + coalesce((SELECT nth FROM posts
        WHERE conversation = ?1 AND account = ?2 ORDER BY seq DESC LIMIT 1), 0)""";

  /** Adds up, over all messages of a command and in each of the levels, what {@code r} says. */
  private static final String REMOVED =
      """
      INSERT INTO removals (conversation, account, level, slot, messages)
      SELECT ?1, r.account, l.level, r.seq >> (%d * l.level), sum(r.messages)
      FROM (%%s) r CROSS JOIN (%s) l
      GROUP BY r.account, l.level, r.seq >> (%1$d * l.level)
      ON CONFLICT (conversation, account, level, slot)
        DO UPDATE SET messages = messages + excluded.messages"""
          .formatted(
              LEVEL_BITS,
              IntStream.range(0, LEVELS)
                  .mapToObj("SELECT %d AS level"::formatted)
                  .collect(Collectors.joining(" UNION ALL ")));

  private static final String ERASED =
      REMOVED.formatted(
          """
          SELECT %d AS account, e.value AS seq, 1 AS messages FROM json_each(?2) e
          UNION ALL
          SELECT m.sender, m.seq, -1 FROM json_each(?2) e
          CROSS JOIN messages m ON m.conversation = ?1 AND m.seq = e.value
          UNION ALL
          SELECT h.account, h.seq, -1 FROM json_each(?2) e
          CROSS JOIN messages m ON m.conversation = ?1 AND m.seq = e.value
          CROSS JOIN hidden h ON h.conversation = ?1 AND h.conversation < 0 AND h.seq = e.value
          WHERE h.account <> m.sender"""
              .formatted(EVERYONE));

  private static final String HIDDEN =
      REMOVED.formatted(
          """
          SELECT ?3 AS account, m.seq AS seq, 1 AS messages FROM json_each(?2) e
          CROSS JOIN messages m ON m.conversation = ?1 AND m.seq = e.value
          WHERE m.sender <> ?3""");

  private static final String REMOVED_BEHIND =
      IntStream.range(0, LEVELS)
          .mapToObj(SqlCounters::removedBehind)
          .collect(Collectors.joining(" + "));

  private static final String UNREAD =
      """
      max(0, min(%d,
        coalesce((SELECT max(m.seq) FROM messages m WHERE m.conversation = k.conversation), 0)
        - k.behind
        - coalesce((SELECT p.nth FROM posts p WHERE p.conversation = k.conversation
            AND p.account = ?1 ORDER BY p.seq DESC LIMIT 1), 0)
        + coalesce((SELECT p.nth FROM posts p WHERE p.conversation = k.conversation
            AND p.account = ?1 AND p.seq <= k.behind ORDER BY p.seq DESC LIMIT 1), 0)
        - (%s)))"""
          .formatted(GroupLimits.UNREAD_COUNTED, REMOVED_BEHIND);

  static final String UNREAD_IN_GROUP =
      "SELECT " + UNREAD + " FROM (SELECT ?2 AS conversation, ?3 AS behind) k";

  static final String UNREAD_IN_GROUPS =
      "SELECT coalesce(sum("
          + UNREAD
          + "), 0) FROM ("
          + """
          SELECT j.conversation, max(j.joined_seq - 1, coalesce(q.read_seq, 0)) AS behind
          FROM members j
          LEFT JOIN marks q ON q.conversation = j.conversation AND q.account = j.account
          WHERE j.account = ?1 AND j.left_position = 0) k""";

  private SqlCounters() {}

  /** Of one level: the slots behind the mark, up to where the level above goes on. */
  private static String removedBehind(int level) {
    int shift = level * LEVEL_BITS;
    String through =
        level == LEVELS - 1
            ? ""
            : " AND g.slot < ((k.behind >> %d) + 1) << %d"
                .formatted(shift + LEVEL_BITS, LEVEL_BITS);
    return """
        coalesce((SELECT sum(g.messages) FROM removals g WHERE g.conversation = k.conversation
          AND g.account IN (0, ?1) AND g.level = %d AND g.slot > k.behind >> %d%s), 0)"""
        .formatted(level, shift, through);
  }

  /** A message of a pair. */
  static void sent(SqlChatStatements sql, long conversation, long from, long to, long position)
      throws SQLException {
    sql.update(SENT, to, conversation, position, 1);
    if (from != to) {
      sql.update(SENT, from, conversation, position, 0);
    }
    sql.update(
        "INSERT INTO mailboxes (account, unread) VALUES (?, 1)"
            + " ON CONFLICT (account) DO UPDATE SET unread = unread + 1",
        to);
  }

  static void read(SqlChatStatements sql, long conversation, long account, int count)
      throws SQLException {
    sql.update(
        "UPDATE activity SET unread = unread - ? WHERE account = ? AND conversation = ?",
        count,
        account,
        conversation);
    sql.update("UPDATE mailboxes SET unread = unread - ? WHERE account = ?", count, account);
  }

  /** Nothing waits for the account any more. */
  static void emptied(SqlChatStatements sql, long account) throws SQLException {
    sql.update("UPDATE activity SET unread = 0 WHERE account = ? AND unread > 0", account);
    sql.update("UPDATE mailboxes SET unread = 0 WHERE account = ?", account);
  }

  /** A message of a group. */
  static int posted(SqlChatStatements sql, long conversation, long from, long seq)
      throws SQLException {
    return sql.update(POSTED, conversation, from, seq);
  }

  /**
   * Messages of a group were deleted for everyone, whoever had hidden them before. Neighbouring
   * messages share the slots of the upper levels, so all are added up before a row is touched.
   */
  static void erased(SqlChatStatements sql, long conversation, List<Long> seqs)
      throws SQLException {
    sql.update(ERASED, conversation, seqs.toString());
  }

  /** An account hid messages of a group. */
  static void hidden(SqlChatStatements sql, long conversation, long account, List<Long> seqs)
      throws SQLException {
    sql.update(HIDDEN, conversation, seqs.toString(), account);
  }

  /** Of groups, each counted up to {@link GroupLimits#UNREAD_COUNTED}, and of pairs. */
  static long unread(SqlChatStatements sql, long account) throws SQLException {
    return sql.number(0, UNREAD_OF_PAIRS, account) + sql.number(0, UNREAD_IN_GROUPS, account);
  }

  /** Of one group, behind this seq. */
  static long unreadInGroup(SqlChatStatements sql, long account, long group, long behind)
      throws SQLException {
    return sql.number(0, UNREAD_IN_GROUP, account, group, behind);
  }

  /** Of one pair. */
  static long unreadInPair(SqlChatStatements sql, long account, long conversation)
      throws SQLException {
    return sql.number(
        0,
        "SELECT unread FROM activity WHERE account = ? AND conversation = ?",
        account,
        conversation);
  }
}
