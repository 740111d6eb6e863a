package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.NOT_COUNTED;
import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.MessageState;
import chat.node.chat.PairId;
import chat.node.sqlite.SqlChatRows.AccountRow;
import chat.node.sqlite.SqlChatRows.ConversationRow;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Conversations, messages and marks in SQLite. A Send is eight statements, its request, its words
 * and its counters included.
 */
final class SqlMessageState implements MessageState {
  private static final long NOBODY = 0;

  private final SqlChatRows rows;
  private final SqlDeletions deletions;

  SqlMessageState(SqlChatRows rows) {
    this.rows = rows;
    this.deletions = new SqlDeletions(rows);
  }

  @Override
  public long lastSeq(ConversationId conversation) {
    return orFail(
        () -> {
          ConversationRow row = rows.find(conversation);
          return row == null ? 0L : row.lastSeq;
        });
  }

  @Override
  public void append(NewMessage message) {
    orFail(
        () -> {
          long from = rows.known(message.from()).id;
          ConversationRow conversation = rows.find(message.conversation());
          long to =
              switch (message.conversation()) {
                case GroupId _ -> NOBODY;
                case PairId pair -> {
                  conversation = conversation == null ? rows.insert(pair) : conversation;
                  yield rows.known(pair.other(message.from())).id;
                }
              };
          if (conversation == null) {
            throw new IllegalStateException("no group " + message.conversation());
          }
          insert(message, conversation, from, to);
          conversation.lastSeq = message.seq();
          return switch (message.conversation()) {
            case GroupId _ -> SqlCounters.posted(rows.sql, conversation.id, from, message.seq());
            case PairId pair -> waits(message, conversation, from, pair.other(message.from()));
          };
        });
  }

  private void insert(NewMessage message, ConversationRow conversation, long from, long to)
      throws SQLException {
    rows.sql.update(
        """
        INSERT INTO messages
          (position, conversation, seq, sender, recipient, time_millis, text)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        message.position(),
        conversation.id,
        message.seq(),
        from,
        to,
        message.timeMillis(),
        message.text());
    rows.sql.update(SqlSearch.ADD, message.position());
  }

  private int waits(
      NewMessage message, ConversationRow conversation, long from, AccountName recipient)
      throws SQLException {
    AccountRow to = rows.known(recipient);
    if (to.unread != NOT_COUNTED) {
      to.unread++;
    }
    SqlCounters.sent(rows.sql, conversation.id, from, to.id, message.position());
    return rows.sql.update(
        "INSERT INTO unread (account, conversation, seq, position) VALUES (?, ?, ?, ?)",
        to.id,
        conversation.id,
        message.seq(),
        message.position());
  }

  @Override
  public AccountName sender(ConversationId conversation, long seq) {
    return orFail(() -> deletions.sender(conversation, seq));
  }

  @Override
  public boolean isVisible(ConversationId conversation, long seq, AccountName name) {
    return orFail(() -> deletions.isVisible(conversation, seq, name));
  }

  @Override
  public void delete(Deletion deletion) {
    orFail(() -> deletions.delete(deletion));
  }

  @Override
  public Marks marks(ConversationId conversation, AccountName by) {
    return orFail(
        () -> {
          ConversationRow row = rows.find(conversation);
          return row == null ? Marks.NONE : marks(rows.sql, row.id, rows.known(by).id);
        });
  }

  static Marks marks(SqlChatStatements sql, long conversation, long account) throws SQLException {
    try (ResultSet marks =
        sql.query(
            """
            SELECT delivered_seq, read_seq, shown_seq FROM marks
            WHERE conversation = ? AND account = ?""",
            conversation,
            account)) {
      return marks.next()
          ? new Marks(marks.getLong(1), marks.getLong(2), marks.getLong(3))
          : Marks.NONE;
    }
  }

  @Override
  public void putMarks(ConversationId conversation, AccountName by, Marks marks, long position) {
    orFail(
        () -> {
          AccountRow account = rows.known(by);
          long row = rows.known(conversation).id;
          long peer =
              switch (conversation) {
                case GroupId _ -> NOBODY;
                case PairId pair -> {
                  nowRead(account, row, marks.readSeq());
                  yield rows.known(pair.other(by)).id;
                }
              };
          return rows.sql.update(
              """
              INSERT INTO marks
                (conversation, account, peer, delivered_seq, read_seq, shown_seq, position)
              VALUES (?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (conversation, account) DO UPDATE SET
                position = CASE WHEN delivered_seq = excluded.delivered_seq
                  AND shown_seq = excluded.shown_seq THEN position ELSE excluded.position END,
                delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq,
                shown_seq = excluded.shown_seq""",
              row,
              account.id,
              peer,
              marks.deliveredSeq(),
              marks.readSeq(),
              marks.shownSeq(),
              position);
        });
  }

  private void nowRead(AccountRow account, long conversation, long readSeq) throws SQLException {
    int read =
        rows.sql.update(
            "DELETE FROM unread WHERE account = ? AND conversation = ? AND seq <= ?",
            account.id,
            conversation,
            readSeq);
    rows.noLongerUnread(account, conversation, read);
  }

  @Override
  public long unread(PairId pair, AccountName name) {
    return orFail(
        () -> {
          ConversationRow conversation = rows.find(pair);
          return conversation == null
              ? 0L
              : SqlCounters.unreadInPair(rows.sql, rows.known(name).id, conversation.id);
        });
  }

  @Override
  public long unread(AccountName name) {
    return orFail(
        () -> {
          AccountRow account = rows.known(name);
          if (account.unread == NOT_COUNTED) {
            account.unread = rows.sql.number(0, SqlCounters.UNREAD_OF_PAIRS, account.id);
          }
          return account.unread;
        });
  }
}
