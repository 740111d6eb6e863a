package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.ChatState;
import chat.node.chat.ConversationId;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.chat.Result;
import chat.node.chat.TokenHash;
import chat.node.host.StoreFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chat's state in SQLite, inside the transaction of whoever owns the connection.
 *
 * <p>A Send is five statements. What they would have to look up besides (ids of names, the last seq
 * of a conversation, the unread count of a mailbox) is remembered here, derived from the rows and
 * kept in step with them: this is the only writer, and a failure ends the process. So an object of
 * this class must not outlive a rollback, or a snapshot put in its place.
 */
public final class SqlChatState implements ChatState {
  /** Accounts and conversations remembered, each; the least recently used is forgotten. */
  private static final int REMEMBERED = 50_000;

  private static final long NOT_COUNTED = -1;

  private final SqlChatStatements sql;
  private final Map<AccountName, AccountRow> accounts = new LeastRecentlyUsed<>(REMEMBERED);
  private final Map<ConversationId, ConversationRow> conversations =
      new LeastRecentlyUsed<>(REMEMBERED);
  private long newestTime;

  private static final class AccountRow {
    private final long id;
    private long unread = NOT_COUNTED;

    AccountRow(long id) {
      this.id = id;
    }
  }

  private static final class ConversationRow {
    private final long id;
    private long lastSeq;

    ConversationRow(long id, long lastSeq) {
      this.id = id;
      this.lastSeq = lastSeq;
    }
  }

  /** On the writer's connection, which is not closed by this. */
  public SqlChatState(Connection writer) {
    this.sql = new SqlChatStatements(writer);
    this.newestTime = orFail(() -> sql.number(0, "SELECT time_millis FROM clock"));
  }

  @Override
  public Optional<ChatReader.Request> request(AccountName scope, RequestId id) {
    return orFail(
        () -> {
          AccountRow account = find(scope);
          if (account == null) {
            return Optional.empty();
          }
          try (ResultSet row = sql.query(SqlChatRequests.SELECT + "?", id.bytes(), account.id)) {
            return row.next() ? Optional.of(SqlChatRequests.read(row)) : Optional.empty();
          }
        });
  }

  @Override
  public void keepRequest(
      AccountName scope, RequestId id, Fingerprint fingerprint, Result.Answer firstAnswer) {
    orFail(
        () -> {
          long conversation =
              firstAnswer.outcome() instanceof Result.Outcome.Sent sent
                  ? known(sent.conversation()).id
                  : 0;
          SqlChatRequests.Columns outcome =
              SqlChatRequests.columns(firstAnswer.outcome(), conversation);
          return sql.update(
              "INSERT INTO requests VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              known(scope).id,
              id.bytes(),
              fingerprint.value(),
              firstAnswer.position(),
              firstAnswer.timeMillis(),
              outcome.kind(),
              outcome.first(),
              outcome.second());
        });
  }

  @Override
  public boolean hasAccount(AccountName name) {
    return orFail(() -> find(name) != null);
  }

  @Override
  public void addAccount(ChatReader.Account account) {
    orFail(
        () ->
            sql.update(
                "INSERT INTO accounts (name, password_hash, created_millis) VALUES (?, ?, ?)",
                account.name().value(),
                account.passwordHash(),
                account.createdMillis()));
  }

  @Override
  public Optional<ChatReader.Session> session(TokenHash token) {
    return orFail(() -> SqlChatSessions.find(sql, token));
  }

  @Override
  public void putSession(ChatReader.Session session) {
    orFail(
        () ->
            sql.update(
                """
                INSERT INTO sessions (token, account, client, expires_millis) VALUES (?, ?, ?, ?)
                ON CONFLICT (token) DO UPDATE SET account = excluded.account,
                  client = excluded.client, expires_millis = excluded.expires_millis""",
                HexFormat.of().parseHex(session.token().hex()),
                known(session.account()).id,
                session.client(),
                session.expiresMillis()));
  }

  @Override
  public void dropExpiredSessions(AccountName name, long nowMillis) {
    orFail(
        () ->
            sql.update(
                "DELETE FROM sessions WHERE account = ? AND expires_millis <= ?",
                known(name).id,
                nowMillis));
  }

  @Override
  public long lastSeq(ConversationId conversation) {
    return orFail(
        () -> {
          ConversationRow row = find(conversation);
          return row == null ? 0L : row.lastSeq;
        });
  }

  @Override
  public void append(NewMessage message) {
    orFail(
        () -> {
          AccountRow from = known(message.from());
          AccountRow to = known(message.to());
          ConversationRow conversation = find(message.conversation());
          if (conversation == null) {
            conversation = insert(message.conversation());
          }
          sql.update(
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
          return sql.update(
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
          ConversationRow row = find(conversation);
          if (row == null) {
            return Marks.NONE;
          }
          try (ResultSet marks =
              sql.query(
                  "SELECT delivered_seq, read_seq FROM marks WHERE conversation = ? AND account = ?",
                  row.id,
                  known(by).id)) {
            return marks.next() ? new Marks(marks.getLong(1), marks.getLong(2)) : Marks.NONE;
          }
        });
  }

  @Override
  public void putMarks(ConversationId conversation, AccountName by, Marks marks, long position) {
    orFail(
        () -> {
          AccountRow account = known(by);
          long row = known(conversation).id;
          int read =
              sql.update(
                  "DELETE FROM unread WHERE account = ? AND conversation = ? AND seq <= ?",
                  account.id,
                  row,
                  marks.readSeq());
          if (account.unread != NOT_COUNTED) {
            account.unread -= read;
          }
          return sql.update(
              """
              INSERT INTO marks (conversation, account, peer, delivered_seq, read_seq, position)
              VALUES (?, ?, ?, ?, ?, ?)
              ON CONFLICT (conversation, account) DO UPDATE SET
                delivered_seq = excluded.delivered_seq, read_seq = excluded.read_seq,
                position = excluded.position""",
              row,
              account.id,
              known(conversation.other(by)).id,
              marks.deliveredSeq(),
              marks.readSeq(),
              position);
        });
  }

  @Override
  public long unread(AccountName name) {
    return orFail(
        () -> {
          AccountRow account = known(name);
          if (account.unread == NOT_COUNTED) {
            account.unread =
                sql.number(0, "SELECT count(*) FROM unread WHERE account = ?", account.id);
          }
          return account.unread;
        });
  }

  @Override
  public void advanceTime(long timeMillis) {
    if (timeMillis > newestTime) {
      newestTime = timeMillis;
      orFail(() -> sql.update("UPDATE clock SET time_millis = ? WHERE one = 1", timeMillis));
    }
  }

  private @Nullable AccountRow find(AccountName name) throws SQLException {
    AccountRow row = accounts.get(name);
    if (row == null) {
      long id = sql.number(0, "SELECT id FROM accounts WHERE name = ?", name.value());
      if (id == 0) {
        return null;
      }
      row = new AccountRow(id);
      accounts.put(name, row);
    }
    return row;
  }

  private AccountRow known(AccountName name) throws SQLException {
    AccountRow row = find(name);
    if (row == null) {
      throw new IllegalStateException("no account " + name);
    }
    return row;
  }

  private @Nullable ConversationRow find(ConversationId conversation) throws SQLException {
    ConversationRow row = conversations.get(conversation);
    if (row != null) {
      return row;
    }
    AccountRow lower = find(conversation.lower());
    AccountRow higher = find(conversation.higher());
    if (lower == null || higher == null) {
      return null;
    }
    long id =
        sql.number(
            0, "SELECT id FROM conversations WHERE lower = ? AND higher = ?", lower.id, higher.id);
    return id == 0
        ? null
        : remember(
            conversation,
            id,
            sql.number(0, "SELECT max(seq) FROM messages WHERE conversation = ?", id));
  }

  private ConversationRow known(ConversationId conversation) throws SQLException {
    ConversationRow row = find(conversation);
    if (row == null) {
      throw new IllegalStateException("no conversation " + conversation);
    }
    return row;
  }

  private ConversationRow insert(ConversationId conversation) throws SQLException {
    long id = 1 + sql.number(0, "SELECT max(id) FROM conversations");
    sql.update(
        "INSERT INTO conversations (id, lower, higher) VALUES (?, ?, ?)",
        id,
        known(conversation.lower()).id,
        known(conversation.higher()).id);
    return remember(conversation, id, 0);
  }

  private ConversationRow remember(ConversationId conversation, long id, long lastSeq) {
    ConversationRow row = new ConversationRow(id, lastSeq);
    conversations.put(conversation, row);
    return row;
  }

  /** Work with the database; what it may not do is fail. */
  private interface Work<T> {
    T run() throws SQLException;
  }

  private static <T> T orFail(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw new StoreFailure("the chat's state can't be read or changed", e);
    }
  }
}
