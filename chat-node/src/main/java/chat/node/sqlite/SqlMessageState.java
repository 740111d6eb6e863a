package chat.node.sqlite;

import static chat.node.sqlite.SqlChatRows.NOT_COUNTED;
import static chat.node.sqlite.SqlChatRows.orFail;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.MessageState;
import chat.node.sqlite.SqlChatRows.AccountRow;
import chat.node.sqlite.SqlChatRows.ConversationRow;
import java.sql.ResultSet;

/** Conversations, messages and marks in SQLite. A Send is five statements. */
final class SqlMessageState implements MessageState {
  private final SqlChatRows rows;

  SqlMessageState(SqlChatRows rows) {
    this.rows = rows;
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
          AccountRow from = rows.known(message.from());
          AccountRow to = rows.known(message.to());
          ConversationRow conversation = rows.find(message.conversation());
          if (conversation == null) {
            conversation = rows.insert(message.conversation());
          }
          rows.sql.update(
              """
              INSERT INTO messages
                (position, conversation, seq, sender, recipient, time_millis, text)
              VALUES (?, ?, ?, ?, ?, ?, ?)""",
              message.position(),
              conversation.id,
              message.seq(),
              from.id,
              to.id,
              message.timeMillis(),
              message.text());
          conversation.lastSeq = message.seq();
          if (to.unread != NOT_COUNTED) {
            to.unread++;
          }
          return rows.sql.update(
              "INSERT INTO unread (account, conversation, seq, position) VALUES (?, ?, ?, ?)",
              to.id,
              conversation.id,
              message.seq(),
              message.position());
        });
  }

  @Override
  public Marks marks(ConversationId conversation, AccountName by) {
    return orFail(
        () -> {
          ConversationRow row = rows.find(conversation);
          if (row == null) {
            return Marks.NONE;
          }
          try (ResultSet marks =
              rows.sql.query(
                  "SELECT delivered_seq, read_seq FROM marks WHERE conversation = ? AND account = ?",
                  row.id,
                  rows.known(by).id)) {
            return marks.next() ? new Marks(marks.getLong(1), marks.getLong(2)) : Marks.NONE;
          }
        });
  }

  @Override
  public void putMarks(ConversationId conversation, AccountName by, Marks marks, long position) {
    orFail(
        () -> {
          AccountRow account = rows.known(by);
          long row = rows.known(conversation).id;
          int read =
              rows.sql.update(
                  "DELETE FROM unread WHERE account = ? AND conversation = ? AND seq <= ?",
                  account.id,
                  row,
                  marks.readSeq());
          if (account.unread != NOT_COUNTED) {
            account.unread -= read;
          }
          return rows.sql.update(
              """
              INSERT INTO marks (conversation, account, peer, delivered_seq, read_seq, position)
              VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT (conversation, account) DO UPDATE SET
                delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq,
                position = excluded.position""",
              row,
              account.id,
              rows.known(conversation.other(by)).id,
              marks.deliveredSeq(),
              marks.readSeq(),
              position);
        });
  }

  @Override
  public long unread(AccountName name) {
    return orFail(
        () -> {
          AccountRow account = rows.known(name);
          if (account.unread == NOT_COUNTED) {
            account.unread =
                rows.sql.number(0, "SELECT count(*) FROM unread WHERE account = ?", account.id);
          }
          return account.unread;
        });
  }
}
