package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.Limits;
import chat.node.chat.MessageReader.Change;
import chat.node.chat.MessageReader.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Questions about messages and marks. Each finds its rows by an index, in the order asked for;
 * texts are read for the rows of the answer only.
 */
final class SqlChatMessages {
  /** CROSS JOIN keeps the order: the messages first, then what belongs to each. */
  private static final String COLUMNS =
      """
      SELECT s.name, r.name, m.seq, m.text, m.time_millis, m.position,
        coalesce(k.delivered_seq >= m.seq, 0), coalesce(k.read_seq >= m.seq, 0),
        r.deleted_position > 0 AND coalesce(k.delivered_seq, 0) < m.seq
      """;

  private static final String OF_MESSAGE =
      """
       CROSS JOIN accounts s ON s.id = m.sender CROSS JOIN accounts r ON r.id = m.recipient
      LEFT JOIN marks k ON k.conversation = m.conversation AND k.account = m.recipient
      """;

  private static final String FROM_MESSAGES = COLUMNS + "FROM messages m" + OF_MESSAGE;

  static final String AFTER =
      FROM_MESSAGES + "WHERE m.conversation = ? AND m.seq > ? AND m.seq < ? ORDER BY m.seq LIMIT ?";
  static final String NEWEST_BEFORE =
      FROM_MESSAGES + "WHERE m.conversation = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?";
  static final String INBOX =
      COLUMNS
          + """
          FROM (SELECT position FROM unread WHERE account = ? AND position > ?
                ORDER BY position LIMIT ?) u
          CROSS JOIN messages m ON m.position = u.position"""
          + OF_MESSAGE
          + "ORDER BY u.position";
  static final String SENT =
      FROM_MESSAGES
          + "WHERE m.sender = ? AND m.position > ? AND m.position <= ? ORDER BY m.position LIMIT ?";
  static final String RECEIVED =
      FROM_MESSAGES
          + """
          WHERE m.recipient = ? AND m.position > ? AND m.position <= ? AND m.sender <> m.recipient
          ORDER BY m.position LIMIT ?""";
  static final String RECEIPTS =
      """
      SELECT a.name, p.name, k.delivered_seq, k.read_seq, k.position
      FROM marks k CROSS JOIN accounts a ON a.id = k.account CROSS JOIN accounts p ON p.id = k.peer
      WHERE k.peer = ? AND k.position > ? AND k.position <= ? ORDER BY k.position LIMIT ?""";

  /**
   * Deleted accounts, few in any range of positions, and of each the one conversation with this
   * account. No more wait for an account than its mailbox holds, so the count ends there.
   */
  static final String DELETED_PEERS =
      """
      SELECT d.name, me.name, coalesce(k.delivered_seq, 0),
        (SELECT count(*) FROM (
          SELECT 1 FROM messages m WHERE m.conversation = c.id AND m.sender = ?
            AND m.seq > coalesce(k.delivered_seq, 0) LIMIT ?)),
        d.deleted_millis, d.deleted_position
      FROM accounts me CROSS JOIN accounts d
      CROSS JOIN conversations c ON c.lower = iif(d.name < me.name, d.id, me.id)
        AND c.higher = iif(d.name < me.name, me.id, d.id)
      LEFT JOIN marks k ON k.conversation = c.id AND k.account = d.id
      WHERE me.id = ? AND d.id <> me.id AND d.deleted_position > ? AND d.deleted_position <= ?
      ORDER BY d.deleted_position LIMIT ?""";

  private SqlChatMessages() {}

  static List<Message> after(
      SqlChatStatements sql, long conversation, long afterSeq, long beforeSeq, int limit)
      throws SQLException {
    return messages(sql.query(AFTER, conversation, afterSeq, beforeSeq, limit));
  }

  static List<Message> newestBefore(
      SqlChatStatements sql, long conversation, long beforeSeq, int limit) throws SQLException {
    return messages(sql.query(NEWEST_BEFORE, conversation, beforeSeq, limit)).reversed();
  }

  static List<Message> inbox(SqlChatStatements sql, long account, long afterPosition, int limit)
      throws SQLException {
    return messages(sql.query(INBOX, account, afterPosition, limit));
  }

  /** The first {@code limit} of what was sent, received and marked, in one order. */
  static List<Change> changes(
      SqlChatStatements sql, long account, long after, long through, int limit)
      throws SQLException {
    List<Change> changes = new ArrayList<>();
    for (Message sent : messages(sql.query(SENT, account, after, through, limit))) {
      changes.add(new Change.Arrived(sent));
    }
    for (Message received : messages(sql.query(RECEIVED, account, after, through, limit))) {
      changes.add(new Change.Arrived(received));
    }
    try (ResultSet row = sql.query(RECEIPTS, account, after, through, limit)) {
      while (row.next()) {
        AccountName by = new AccountName(row.getString(1));
        changes.add(
            new Change.Receipt(
                ConversationId.of(by, new AccountName(row.getString(2))),
                by,
                row.getLong(3),
                row.getLong(4),
                row.getLong(5)));
      }
    }
    deletedPeers(sql, account, after, through, limit, changes);
    changes.sort(Comparator.comparingLong(Change::position));
    return List.copyOf(changes.subList(0, Math.min(limit, changes.size())));
  }

  private static void deletedPeers(
      SqlChatStatements sql, long account, long after, long through, int limit, List<Change> into)
      throws SQLException {
    try (ResultSet row =
        sql.query(
            DELETED_PEERS, account, Limits.UNREAD_PER_MAILBOX, account, after, through, limit)) {
      while (row.next()) {
        AccountName name = new AccountName(row.getString(1));
        into.add(
            new Change.PeerDeleted(
                ConversationId.of(name, new AccountName(row.getString(2))),
                name,
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
      }
    }
  }

  private static List<Message> messages(ResultSet rows) throws SQLException {
    try (rows) {
      List<Message> messages = new ArrayList<>();
      while (rows.next()) {
        AccountName from = new AccountName(rows.getString(1));
        AccountName to = new AccountName(rows.getString(2));
        messages.add(
            new Message(
                ConversationId.of(from, to),
                rows.getLong(3),
                from,
                to,
                rows.getString(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getInt(7) != 0,
                rows.getInt(8) != 0,
                rows.getInt(9) != 0));
      }
      return messages;
    }
  }
}
