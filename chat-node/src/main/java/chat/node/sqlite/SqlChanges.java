package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.GroupReader;
import chat.node.chat.GroupState;
import chat.node.chat.Limits;
import chat.node.chat.MessageReader.Change;
import chat.node.chat.MessageState.Deletion;
import chat.node.chat.ResultPage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream tells an account: a source of positions for each kind of change, and the queries
 * for the rows of a range of positions. In those, the account is parameter 1, the range 2 and 3. Of
 * the account's groups only those are asked in which something happened, and of a group that the
 * account left what happened before.
 */
final class SqlChanges {
  static final String SENT_KEYS =
      """
      SELECT position FROM messages WHERE sender = ?1 AND recipient > 0 AND position > ?2
      AND position <= ?3 ORDER BY position LIMIT ?4""";
  static final String SENT =
      SqlChatMessages.FROM_MESSAGES
          + "WHERE m.sender = ?1 AND m.recipient > 0 AND m.position > ?2 AND m.position <= ?3 AND"
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position";
  static final String RECEIVED_KEYS =
      """
      SELECT position FROM messages WHERE recipient = ?1 AND position > ?2 AND position <= ?3
      ORDER BY position LIMIT ?4""";
  static final String RECEIVED =
      SqlChatMessages.FROM_MESSAGES
          + """
          WHERE m.recipient = ?1 AND m.position > ?2 AND m.position <= ?3
          AND m.sender <> m.recipient AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position";

  private static final String KEYS_IN_GROUP =
      """
      SELECT position FROM %s WHERE conversation = ?1 AND conversation < 0 AND position > ?2
      AND position <= ?3 ORDER BY position LIMIT ?4""";

  static final String GROUP_MESSAGE_KEYS = KEYS_IN_GROUP.formatted("messages");
  static final String GROUP_MESSAGES =
      SqlChatMessages.FROM_MESSAGES
          + """
          WHERE m.conversation = ?4 AND m.conversation < 0 AND m.position > ?2 AND m.position <= ?3
          AND"""
          + SqlChatMessages.VISIBLE
          + "ORDER BY m.position";

  private static final String RECEIPT_COLUMNS =
      """
      SELECT k.conversation, a.name, p.name, k.delivered_seq, k.shown_seq, k.position
      FROM marks k CROSS JOIN accounts a ON a.id = k.account
      LEFT JOIN accounts p ON p.id = k.peer
      """;

  static final String RECEIPT_KEYS =
      """
      SELECT position FROM marks WHERE peer = ?1 AND position > ?2 AND position <= ?3
      ORDER BY position LIMIT ?4""";
  static final String RECEIPTS =
      RECEIPT_COLUMNS
          + """
          WHERE k.peer = ?1 AND k.position > ?2 AND k.position <= ?3 ORDER BY k.position""";
  static final String GROUP_RECEIPT_KEYS = KEYS_IN_GROUP.formatted("marks");
  static final String GROUP_RECEIPTS =
      RECEIPT_COLUMNS
          + """
          WHERE k.conversation = ?4 AND k.conversation < 0 AND k.account <> ?1
          AND k.position > ?2 AND k.position <= ?3 ORDER BY k.position""";

  private static final String DELETION_COLUMNS =
      """
      SELECT d.conversation, a.name, l.name, h.name, d.seqs, d.everyone, d.time_millis, d.position
      FROM deletions d CROSS JOIN accounts a ON a.id = d.account
      LEFT JOIN conversations c ON c.id = d.conversation
      LEFT JOIN accounts l ON l.id = c.lower LEFT JOIN accounts h ON h.id = c.higher
      """;

  static final String OWN_DELETION_KEYS =
      """
      SELECT position FROM deletions WHERE account = ?1 AND position > ?2 AND position <= ?3
      ORDER BY position LIMIT ?4""";
  static final String OWN_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.account = ?1 AND d.position > ?2 AND d.position <= ?3
          AND (+d.conversation > 0 OR d.everyone = 0) ORDER BY d.position""";
  static final String PEERS_DELETION_KEYS =
      """
      SELECT position FROM deletions WHERE peer = ?1 AND peer > 0 AND position > ?2
      AND position <= ?3 ORDER BY position LIMIT ?4""";
  static final String PEERS_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.peer = ?1 AND d.peer > 0 AND d.position > ?2 AND d.position <= ?3
          AND d.account <> ?1 ORDER BY d.position""";
  static final String GROUP_DELETION_KEYS = KEYS_IN_GROUP.formatted("deletions");
  static final String GROUP_DELETIONS =
      DELETION_COLUMNS
          + """
          WHERE d.conversation = ?4 AND d.conversation < 0 AND d.position > ?2
          AND d.position <= ?3 AND d.everyone = 1 ORDER BY d.position""";

  private static final String SOMETHING_IN =
      "EXISTS (SELECT 1 FROM %1$s x WHERE x.conversation = k.conversation AND x.conversation < 0"
          + " AND x.position > max(?2, k.joined_position) AND x.position <= ?3"
          + " AND (k.left_position = 0 OR x.position < k.left_position))";

  private static final String ACTIVE =
      "SELECT conversation, joined_position, left_position, sent, marked, deleted FROM ("
          + "SELECT k.conversation, k.joined_position, k.left_position, "
          + SOMETHING_IN.formatted("messages")
          + " AS sent, "
          + SOMETHING_IN.formatted("marks")
          + " AS marked, "
          + SOMETHING_IN.formatted("deletions")
          + " AS deleted FROM %s k WHERE k.account = ?1 AND %s)"
          + " WHERE sent OR marked OR deleted";

  /**
   * Of the account's groups, what happened in each: messages, marks, deletions. Memberships that
   * are, that were, and that were before the account was added again.
   */
  static final String ACTIVE_GROUPS =
      ACTIVE.formatted("members", "(k.left_position = 0 OR k.left_position > max(?2, 0))")
          + " UNION ALL "
          + ACTIVE.formatted("former_members", "k.left_position > max(?2, 0)");

  static final String CHANGED_GROUP_KEYS =
      """
      SELECT g.position FROM members k CROSS JOIN groups g ON g.number = -k.conversation
      WHERE k.account = ?1 AND k.left_position = 0 AND g.position > ?2 AND g.position <= ?3
      ORDER BY g.position LIMIT ?4""";
  static final String CHANGED_GROUPS =
      """
      SELECT g.number, g.position FROM members k CROSS JOIN groups g ON g.number = -k.conversation
      WHERE k.account = ?1 AND k.left_position = 0 AND g.position > ?2 AND g.position <= ?3
      ORDER BY k.conversation DESC""";
  static final String LEFT_GROUP_KEYS =
      """
      SELECT left_position FROM members WHERE account = ?1 AND left_position > max(?2, 0)
      AND left_position <= ?3 ORDER BY left_position LIMIT ?4""";
  static final String LEFT_GROUPS =
      """
      SELECT g.number, g.name, g.created_millis, k.left_position
      FROM members k CROSS JOIN groups g ON g.number = -k.conversation
      WHERE k.account = ?1 AND k.left_position > max(?2, 0) AND k.left_position <= ?3
      ORDER BY k.left_position DESC, k.conversation DESC""";

  /** Deleted accounts, the account's own partners or not. The account takes no part in it. */
  static final String ACCOUNT_DELETION_KEYS =
      """
      SELECT deleted_position FROM accounts WHERE ?1 > 0 AND deleted_position > max(?2, 0)
      AND deleted_position <= ?3 ORDER BY deleted_position LIMIT ?4""";

  /**
   * Deletions of accounts with which this account has a conversation: the peer, and how many of
   * this account's messages the peer was not delivered. The count looks at ?4 messages behind the
   * peer's mark and ends there, whoever sent them.
   */
  static final String PEER_ACCOUNT_DELETIONS =
      """
      SELECT d.name, me.name, coalesce(k.delivered_seq, 0),
        (SELECT count(*) FROM (
          SELECT m.sender, m.deleted FROM messages m WHERE m.conversation = c.id
            AND m.seq > coalesce(k.delivered_seq, 0)
            AND m.seq <= coalesce(k.delivered_seq, 0) + ?4) n
          WHERE n.sender = ?1 AND n.deleted = 0),
        d.deleted_millis, d.deleted_position
      FROM accounts me CROSS JOIN accounts d
      CROSS JOIN conversations c ON c.lower = iif(d.name < me.name, d.id, me.id)
        AND c.higher = iif(d.name < me.name, me.id, d.id)
      LEFT JOIN marks k ON k.conversation = c.id AND k.account = d.id
      WHERE me.id = ?1 AND d.id <> me.id AND d.deleted_position > ?2 AND d.deleted_position <= ?3
      ORDER BY d.deleted_position""";

  /** Messages behind a deleted peer's mark of which the undelivered ones are counted. */
  private static final long UNDELIVERED_LOOKED_AT = Limits.UNREAD_PER_CONVERSATION;

  private final SqlChatStatements sql;
  private final long account;
  private final long after;
  private final long through;
  private final List<KeySource<Change>> sources = new ArrayList<>();

  private SqlChanges(SqlChatStatements sql, long account, long after, long through) {
    this.sql = sql;
    this.account = account;
    this.after = after;
    this.through = through;
  }

  /** All changes of a position come together; of one position in the order of the sources. */
  static ResultPage<Change> of(
      SqlChatStatements sql,
      long account,
      long after,
      long through,
      int maxKeys,
      PageRows<Change> page)
      throws SQLException {
    SqlChanges changes = new SqlChanges(sql, account, after, through);
    changes.ofPairs();
    changes.ofGroups();
    return new KeyMerge<Change>(sql, maxKeys).read(changes.sources, page);
  }

  private KeySource<Change> add(
      String keys,
      long scope,
      long from,
      KeySource.Rows<Change> rows,
      @Nullable KeySource<Change> repeated) {
    KeySource<Change> source = new KeySource<>(keys, scope, from, through, rows, repeated);
    sources.add(source);
    return source;
  }

  private void ofPairs() {
    KeySource<Change> sent =
        add(
            SENT_KEYS,
            account,
            after,
            (from, to, page) -> messages(sql.query(SENT, account, from, to), page),
            null);
    add(
        RECEIVED_KEYS,
        account,
        after,
        (from, to, page) -> messages(sql.query(RECEIVED, account, from, to), page),
        sent); // What the account sent to itself.
    add(
        RECEIPT_KEYS,
        account,
        after,
        (from, to, page) -> receipts(sql.query(RECEIPTS, account, from, to), page),
        null);
    add(
        OWN_DELETION_KEYS,
        account,
        after,
        (from, to, page) -> deletions(sql.query(OWN_DELETIONS, account, from, to), page),
        null);
    add(
        PEERS_DELETION_KEYS,
        account,
        after,
        (from, to, page) -> deletions(sql.query(PEERS_DELETIONS, account, from, to), page),
        null);
    add(ACCOUNT_DELETION_KEYS, account, after, this::peerAccountDeletions, null);
  }

  private void peerAccountDeletions(long from, long to, PageRows<Change> page) throws SQLException {
    try (ResultSet row =
        sql.query(PEER_ACCOUNT_DELETIONS, account, from, to, UNDELIVERED_LOOKED_AT)) {
      while (row.next() && page.takes(row.getLong(6), 0)) {
        AccountName name = new AccountName(row.getString(1));
        page.add(
            row.getLong(6),
            0,
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
    try (ResultSet row = sql.query(ACTIVE_GROUPS, account, after, through)) {
      while (row.next()) {
        long left = row.getLong(3);
        long end = left == 0 ? through : Math.min(through, left - 1);
        Range seen = new Range(row.getLong(1), Math.max(after, row.getLong(2)), end);
        active(seen, row.getBoolean(4), row.getBoolean(5), row.getBoolean(6));
      }
    }
    add(CHANGED_GROUP_KEYS, account, after, this::changedGroups, null);
    add(LEFT_GROUP_KEYS, account, after, this::leftGroups, null);
  }

  /** What a member hears of a group: from joining to leaving, or to the end of what is read. */
  private record Range(long group, long after, long through) {}

  private void active(Range seen, boolean sent, boolean marked, boolean deleted) {
    long group = seen.group();
    if (sent) {
      add(
          GROUP_MESSAGE_KEYS,
          seen,
          (from, to, page) -> messages(sql.query(GROUP_MESSAGES, account, from, to, group), page));
    }
    if (marked) {
      add(
          GROUP_RECEIPT_KEYS,
          seen,
          (from, to, page) -> receipts(sql.query(GROUP_RECEIPTS, account, from, to, group), page));
    }
    if (deleted) {
      add(
          GROUP_DELETION_KEYS,
          seen,
          (from, to, page) ->
              deletions(sql.query(GROUP_DELETIONS, account, from, to, group), page));
    }
  }

  private void add(String keys, Range seen, KeySource.Rows<Change> rows) {
    sources.add(new KeySource<>(keys, seen.group(), seen.after(), seen.through(), rows, null));
  }

  private record GroupAt(GroupState.Group group, long position) {}

  /** By position, of one position in the order in which the groups were made. */
  private void changedGroups(long from, long to, PageRows<Change> page) throws SQLException {
    List<long[]> changed = new ArrayList<>();
    try (ResultSet row = sql.query(CHANGED_GROUPS, account, from, to)) {
      while (row.next()) {
        changed.add(new long[] {row.getLong(1), row.getLong(2)});
      }
    }
    changed.sort(Comparator.comparingLong(group -> group[1]));
    for (long[] group : changed) {
      GroupReader.GroupView view = SqlGroups.view(sql, new GroupId(group[0])).orElseThrow();
      long bytes = SqlGroups.bytes(view);
      if (!page.takes(group[1], bytes)) {
        return;
      }
      page.add(group[1], bytes, new Change.GroupChanged(view, group[1]));
    }
  }

  private void leftGroups(long from, long to, PageRows<Change> page) throws SQLException {
    List<GroupAt> left = new ArrayList<>();
    try (ResultSet row = sql.query(LEFT_GROUPS, account, from, to)) {
      while (row.next()) {
        GroupId id = new GroupId(row.getLong(1));
        left.add(
            new GroupAt(
                new GroupState.Group(id, row.getString(2), row.getLong(3)), row.getLong(4)));
      }
    }
    left.sort(Comparator.comparingLong(GroupAt::position));
    for (GroupAt one : left) {
      if (!page.takes(one.position(), 0)) {
        return;
      }
      page.add(one.position(), 0, new Change.GroupLeft(one.group(), one.position()));
    }
  }

  private static void messages(ResultSet rows, PageRows<Change> page) throws SQLException {
    SqlChatMessages.take(rows, page, Change.Arrived::new);
  }

  private static void receipts(ResultSet rows, PageRows<Change> page) throws SQLException {
    try (rows) {
      while (rows.next() && page.takes(rows.getLong(6), 0)) {
        page.add(
            rows.getLong(6),
            0,
            new Change.Receipt(
                conversation(rows.getLong(1), rows.getString(2), rows.getString(3)),
                new AccountName(rows.getString(2)),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6)));
      }
    }
  }

  private static void deletions(ResultSet rows, PageRows<Change> page) throws SQLException {
    try (rows) {
      while (rows.next() && page.takes(rows.getLong(8), rows.getString(5).length())) {
        page.add(
            rows.getLong(8),
            rows.getString(5).length(),
            new Change.Deleted(
                new Deletion(
                    conversation(rows.getLong(1), rows.getString(3), rows.getString(4)),
                    new AccountName(rows.getString(2)),
                    Arrays.stream(rows.getString(5).split(",")).map(Long::valueOf).toList(),
                    rows.getInt(6) != 0,
                    rows.getLong(7),
                    rows.getLong(8))));
      }
    }
  }

  private static ConversationId conversation(long id, String one, String other) {
    return id < 0
        ? new GroupId(-id)
        : ConversationId.of(new AccountName(one), new AccountName(other));
  }
}
