package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.PairId;
import chat.node.host.StoreFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writer remembers of the state's rows: ids of names, the last seq of a conversation, the
 * unread count of a mailbox. Derived from the rows and kept in step with them: this is the only
 * writer, and a failure ends the process. So an object of this class must not outlive a rollback,
 * or a snapshot put in its place.
 */
final class SqlChatRows {
  /** Accounts and conversations remembered, each; the least recently used is forgotten. */
  private static final int REMEMBERED = 50_000;

  static final long NOT_COUNTED = -1;

  final SqlChatStatements sql;
  private final Map<AccountName, AccountRow> accounts = new LeastRecentlyUsed<>(REMEMBERED);
  private final Map<ConversationId, ConversationRow> conversations =
      new LeastRecentlyUsed<>(REMEMBERED);

  static final class AccountRow {
    final long id;
    boolean deleted;
    long unread = NOT_COUNTED;
    private @Nullable Set<Long> blocked;

    AccountRow(long id, boolean deleted) {
      this.id = id;
      this.deleted = deleted;
    }
  }

  static final class ConversationRow {
    final long id;
    long lastSeq;

    ConversationRow(long id, long lastSeq) {
      this.id = id;
      this.lastSeq = lastSeq;
    }
  }

  /** On the writer's connection, which is not closed by this. */
  SqlChatRows(Connection writer) {
    this.sql = new SqlChatStatements(writer);
  }

  @Nullable AccountRow find(AccountName name) throws SQLException {
    AccountRow row = accounts.get(name);
    if (row == null) {
      try (ResultSet found =
          sql.query("SELECT id, deleted_position > 0 FROM accounts WHERE name = ?", name.value())) {
        if (!found.next()) {
          return null;
        }
        row = new AccountRow(found.getLong(1), found.getBoolean(2));
      }
      accounts.put(name, row);
    }
    return row;
  }

  /** Ids of the accounts that this one blocks: the set as it is, to be changed with the rows. */
  Set<Long> blocked(AccountRow account) throws SQLException {
    Set<Long> blocked = account.blocked;
    if (blocked == null) {
      blocked = new HashSet<>();
      try (ResultSet row = sql.query("SELECT blocked FROM blocks WHERE account = ?", account.id)) {
        while (row.next()) {
          blocked.add(row.getLong(1));
        }
      }
      account.blocked = blocked;
    }
    return blocked;
  }

  AccountRow known(AccountName name) throws SQLException {
    AccountRow row = find(name);
    if (row == null) {
      throw new IllegalStateException("no account " + name);
    }
    return row;
  }

  @Nullable ConversationRow find(ConversationId conversation) throws SQLException {
    ConversationRow row = conversations.get(conversation);
    if (row != null) {
      return row;
    }
    long id =
        switch (conversation) {
          case PairId pair -> idOf(pair);
          case GroupId group ->
              -sql.number(0, "SELECT number FROM groups WHERE number = ?", group.number());
        };
    return id == 0 ? null : remember(conversation, id, SqlChatMessages.lastSeq(sql, id));
  }

  private long idOf(PairId pair) throws SQLException {
    AccountRow lower = find(pair.lower());
    AccountRow higher = find(pair.higher());
    return lower == null || higher == null
        ? 0
        : sql.number(
            0, "SELECT id FROM conversations WHERE lower = ? AND higher = ?", lower.id, higher.id);
  }

  ConversationRow known(ConversationId conversation) throws SQLException {
    ConversationRow row = find(conversation);
    if (row == null) {
      throw new IllegalStateException("no conversation " + conversation);
    }
    return row;
  }

  ConversationRow insert(PairId conversation) throws SQLException {
    long id = 1 + sql.number(0, "SELECT max(id) FROM conversations");
    sql.update(
        "INSERT INTO conversations (id, lower, higher) VALUES (?, ?, ?)",
        id,
        known(conversation.lower()).id,
        known(conversation.higher()).id);
    return remember(conversation, id, 0);
  }

  /** So many rows of the table unread went. */
  void noLongerUnread(AccountRow account, long conversation, int count) throws SQLException {
    if (account.unread != NOT_COUNTED) {
      account.unread -= count;
    }
    if (count > 0) {
      SqlCounters.read(sql, conversation, account.id, count);
    }
  }

  private ConversationRow remember(ConversationId conversation, long id, long lastSeq) {
    ConversationRow row = new ConversationRow(id, lastSeq);
    conversations.put(conversation, row);
    return row;
  }

  /** Work with the database; what it may not do is fail. */
  interface Work<T> {
    T run() throws SQLException;
  }

  static <T> T orFail(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new StoreFailure("the chat's state can't be read or changed", e);
    }
  }
}
