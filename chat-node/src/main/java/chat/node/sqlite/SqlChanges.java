package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.GroupState;
import chat.node.chat.Limits;
import chat.node.chat.MessageReader.Change;
import chat.node.chat.MessageReader.Message;
import chat.node.chat.MessageState.Deletion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a stream tells an account, who is parameter 1 of every query: a list of each kind, merged by
 * position. Of its groups only those are asked in which something happened.
 */
final class SqlChanges {
  static final String SENT =
      SqlChatMessages.FROM_MESSAGES
          + "WHERE m.sender = ?1 AND m.position > ?2 AND m.position <= ?3 AND +m.conversation > 0 AND"
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position LIMIT ?4";
  static final String RECEIVED =
      SqlChatMessages.FROM_MESSAGES
          + """
          WHERE m.recipient = ?1 AND m.position > ?2 AND m.position <= ?3
          AND m.sender <> m.recipient AND +m.conversation > 0 AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position LIMIT ?4";
  static final String IN_GROUP =
      SqlChatMessages.FROM_MESSAGES
          + """
          WHERE m.conversation = ?2 AND m.conversation < 0 AND m.position > ?3 AND m.position <= ?4
          AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position LIMIT ?5";

  private static final String RECEIPT_COLUMNS =
      """
      SELECT k.conversation, a.name, p.name, k.delivered_seq, k.shown_seq, k.position
      FROM marks k CROSS JOIN accounts a ON a.id = k.account
      LEFT JOIN accounts p ON p.id = k.peer
      """;

  static final String RECEIPTS =
      RECEIPT_COLUMNS
          + """
          WHERE k.peer = ?1 AND k.position > ?2 AND k.position <= ?3
          ORDER BY k.position LIMIT ?4""";
  static final String GROUP_RECEIPTS =
      RECEIPT_COLUMNS
          + """
          WHERE k.conversation = ?2 AND k.conversation < 0 AND k.account <> ?1
          AND k.position > ?3 AND k.position <= ?4 ORDER BY k.position LIMIT ?5""";

  private static final String DELETION_COLUMNS =
      """
      SELECT d.conversation, a.name, l.name, h.name, d.seqs, d.everyone, d.time_millis, d.position
      FROM deletions d CROSS JOIN accounts a ON a.id = d.account
      LEFT JOIN conversations c ON c.id = d.conversation
      LEFT JOIN accounts l ON l.id = c.lower LEFT JOIN accounts h ON h.id = c.higher
      """;

  static final String OWN_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.account = ?1 AND d.position > ?2 AND d.position <= ?3
          AND (+d.conversation > 0 OR d.everyone = 0) ORDER BY d.position LIMIT ?4""";
  static final String PEERS_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.peer = ?1 AND d.peer > 0 AND d.position > ?2 AND d.position <= ?3
          AND d.account <> ?1 ORDER BY d.position LIMIT ?4""";
  static final String GROUP_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.conversation = ?2 AND d.conversation < 0 AND d.position > ?3
          AND d.position <= ?4 AND d.everyone = 1
          ORDER BY d.position LIMIT ?5""";

  private static final String SOMETHING_IN =
      "EXISTS (SELECT 1 FROM %1$s x WHERE x.conversation = k.conversation AND x.conversation < 0"
          + " AND x.position > max(?2, k.joined_position) AND x.position <= ?3)";

  static final String ACTIVE_GROUPS =
      "SELECT k.conversation, k.joined_position FROM members k"
          + " WHERE k.account = ?1 AND k.left_position = 0 AND ("
          + SOMETHING_IN.formatted("messages")
          + " OR "
          + SOMETHING_IN.formatted("marks")
          + " OR "
          + SOMETHING_IN.formatted("deletions")
          + ")";
  static final String CHANGED_GROUPS =
      """
      SELECT g.number, g.position FROM members k CROSS JOIN groups g ON g.number = -k.conversation
      WHERE k.account = ?1 AND k.left_position = 0 AND g.position > ?2 AND g.position <= ?3
      ORDER BY k.conversation DESC""";
  static final String LEFT_GROUPS =
      """
      SELECT g.number, g.name, g.created_millis, k.left_position
      FROM members k CROSS JOIN groups g ON g.number = -k.conversation
      WHERE k.account = ?1 AND k.left_position > max(?2, 0) AND k.left_position <= ?3
      ORDER BY k.left_position DESC, k.conversation DESC""";

  /**
   * Deleted accounts, few in any range of positions, and of each the one conversation with this
   * account. No more wait for an account than its mailbox holds, so the count ends there.
   */
  static final String DELETED_PEERS =
      """
      SELECT d.name, me.name, coalesce(k.delivered_seq, 0),
        (SELECT count(*) FROM (
          SELECT 1 FROM messages m WHERE m.conversation = c.id AND m.sender = ?1 AND m.deleted = 0
            AND m.seq > coalesce(k.delivered_seq, 0) LIMIT ?5)),
        d.deleted_millis, d.deleted_position
      FROM accounts me CROSS JOIN accounts d
      CROSS JOIN conversations c ON c.lower = iif(d.name < me.name, d.id, me.id)
        AND c.higher = iif(d.name < me.name, me.id, d.id)
      LEFT JOIN marks k ON k.conversation = c.id AND k.account = d.id
      WHERE me.id = ?1 AND d.id <> me.id AND d.deleted_position > ?2 AND d.deleted_position <= ?3
      ORDER BY d.deleted_position LIMIT ?4""";

  private final SqlChatStatements sql;
  private final long account;
  private final long after;
  private final long through;
  private final int limit;
  private final List<Change> found = new ArrayList<>();

  private SqlChanges(SqlChatStatements sql, long account, long after, long through, int limit) {
    this.sql = sql;
    this.account = account;
    this.after = after;
    this.through = through;
    this.limit = limit;
  }

  /** The first {@code limit}, and what else belongs to the position of the last of them. */
  static List<Change> of(SqlChatStatements sql, long account, long after, long through, int limit)
      throws SQLException {
    SqlChanges changes = new SqlChanges(sql, account, after, through, limit);
    changes.ofPairs();
    changes.ofGroups();
    List<Change> found = changes.found;
    found.sort(Comparator.comparingLong(Change::position));
    if (found.size() <= limit) {
      return List.copyOf(found);
    }
    long last = found.get(limit - 1).position();
    return found.stream().takeWhile(change -> change.position() <= last).toList();
  }

  private void ofPairs() throws SQLException {
    messages(SENT, account, after, through, limit);
    messages(RECEIVED, account, after, through, limit);
    receipts(RECEIPTS, account, after, through, limit);
    deletions(OWN_DELETIONS, account, after, through, limit);
    deletions(PEERS_DELETIONS, account, after, through, limit);
    deletedPeers();
  }

  private void deletedPeers() throws SQLException {
    try (ResultSet row =
        sql.query(
            DELETED_PEERS, account, after, through, limit, (long) Limits.UNREAD_PER_MAILBOX)) {
      while (row.next()) {
        AccountName name = new AccountName(row.getString(1));
        found.add(
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

  private void ofGroups() throws SQLException {
    List<long[]> active = new ArrayList<>();
    try (ResultSet row = sql.query(ACTIVE_GROUPS, account, after, through)) {
      while (row.next()) {
        active.add(new long[] {row.getLong(1), Math.max(after, row.getLong(2))});
      }
    }
    for (long[] group : active) {
      messages(IN_GROUP, account, group[0], group[1], through, limit);
      receipts(GROUP_RECEIPTS, account, group[0], group[1], through, limit);
      deletions(GROUP_DELETIONS, account, group[0], group[1], through, limit);
    }
    changedGroups();
    leftGroups();
  }

  /**
   * Without a limit, here and for those that were left: they are few, and all of one position are
   * wanted.
   */
  private void changedGroups() throws SQLException {
    List<long[]> changed = new ArrayList<>();
    try (ResultSet row = sql.query(CHANGED_GROUPS, account, after, through)) {
      while (row.next()) {
        changed.add(new long[] {row.getLong(1), row.getLong(2)});
      }
    }
    for (long[] group : changed) {
      SqlGroups.view(sql, new GroupId(group[0]))
          .ifPresent(view -> found.add(new Change.GroupChanged(view, group[1])));
    }
  }

  private void leftGroups() throws SQLException {
    try (ResultSet row = sql.query(LEFT_GROUPS, account, after, through)) {
      while (row.next()) {
        GroupId id = new GroupId(row.getLong(1));
        found.add(
            new Change.GroupLeft(
                new GroupState.Group(id, row.getString(2), row.getLong(3)), row.getLong(4)));
      }
    }
  }

  private void messages(String query, Object... parameters) throws SQLException {
    for (Message message : SqlChatMessages.messages(sql.query(query, parameters))) {
      found.add(new Change.Arrived(message));
    }
  }

  private void receipts(String query, Object... parameters) throws SQLException {
    try (ResultSet row = sql.query(query, parameters)) {
      while (row.next()) {
        AccountName by = new AccountName(row.getString(2));
        found.add(
            new Change.Receipt(
                conversation(row.getLong(1), row.getString(2), row.getString(3)),
                by,
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
      }
    }
  }

  private void deletions(String query, Object... parameters) throws SQLException {
    try (ResultSet row = sql.query(query, parameters)) {
      while (row.next()) {
        found.add(
            new Change.Deleted(
                new Deletion(
                    conversation(row.getLong(1), row.getString(3), row.getString(4)),
                    new AccountName(row.getString(2)),
                    Arrays.stream(row.getString(5).split(",")).map(Long::valueOf).toList(),
                    row.getInt(6) != 0,
                    row.getLong(7),
                    row.getLong(8))));
      }
    }
  }

  private static ConversationId conversation(long id, String one, String other) {
    return id < 0
        ? new GroupId(-id)
        : ConversationId.of(new AccountName(one), new AccountName(other));
  }
}
