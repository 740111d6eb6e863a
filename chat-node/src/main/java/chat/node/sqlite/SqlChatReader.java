package chat.node.sqlite;

import chat.node.chat.AccountName;
import chat.node.chat.AuditEntry;
import chat.node.chat.ChatReader;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.PairId;
import chat.node.chat.ReadLimits;
import chat.node.chat.RequestId;
import chat.node.chat.ResultPage;
import chat.node.chat.SearchQuery;
import chat.node.chat.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the chat's state in SQLite: each call is one read transaction on one of a bounded
 * number of connections. A failure to read is a {@link chat.node.host.StoreFailure}.
 */
public final class SqlChatReader implements ChatReader, AutoCloseable {
  private static final long NOBODY = 0;
  private static final String APPLIED_INDEX = "SELECT applied_index FROM meta";

  private final SqlChatConnections connections;
  private final ReadLimits limits;
  private final AtomicReference<@Nullable StateHash> newestHash = new AtomicReference<>();

  /** With at most {@code limit} connections from {@code opener}, each opened when first needed. */
  public SqlChatReader(SqlChatConnections.Opener opener, int limit) {
    this(opener, limit, ReadLimits.DEFAULTS);
  }

  SqlChatReader(SqlChatConnections.Opener opener, int limit, ReadLimits limits) {
    this.connections = new SqlChatConnections(opener, limit);
    this.limits = limits;
  }

  @Override
  public long appliedIndex() {
    return connections.read(sql -> sql.number(0, APPLIED_INDEX));
  }

  @Override
  public int rules() {
    return connections.read(SqlChatState::rules);
  }

  @Override
  public Optional<Account> account(AccountName name) {
    return connections.read(sql -> SqlChatAccounts.find(sql, name));
  }

  @Override
  public Optional<Session> session(TokenHash token) {
    return connections.read(sql -> SqlChatSessions.find(sql, token));
  }

  @Override
  public Optional<AccountName> ownerOf(TokenHash token) {
    return connections.read(sql -> SqlChatSessions.owner(sql, token));
  }

  @Override
  public List<Session> sessions(AccountName account, long nowMillis, int limit) {
    return connections.read(
        sql -> SqlChatSessions.ofAccount(sql, idOf(sql, account), nowMillis, limit));
  }

  @Override
  public List<Blocked> blocked(AccountName account) {
    return connections.read(sql -> SqlChatAccounts.blocked(sql, idOf(sql, account)));
  }

  @Override
  public List<AccountName> peers(AccountName account, String after, int limit) {
    return connections.read(sql -> SqlChatAccounts.peers(sql, idOf(sql, account), after, limit));
  }

  @Override
  public List<AuditEntry> audit(long beforePosition, int limit) {
    return connections.read(sql -> SqlChatAccounts.audit(sql, beforePosition, limit));
  }

  @Override
  public Optional<Request> request(AccountName scope, RequestId id) {
    return connections.read(
        sql -> {
          try (ResultSet row =
              sql.query(
                  SqlChatRequests.SELECT + "(SELECT id FROM accounts WHERE name = ?)",
                  id.bytes(),
                  scope.value())) {
            return row.next() ? Optional.of(SqlChatRequests.read(row)) : Optional.empty();
          }
        });
  }

  @Override
  public long newestTimeMillis() {
    return connections.read(sql -> sql.number(0, "SELECT time_millis FROM clock"));
  }

  @Override
  public AccountPage accounts(String pattern, String after, int limit) {
    NamePattern names = NamePattern.of(pattern);
    return connections.read(
        sql -> SqlChatAccounts.matching(sql, names, after, limit, limits.pageKeys()));
  }

  @Override
  public ResultPage<Message> messages(
      AccountName viewer, ConversationId conversation, long afterSeq, long beforeSeq, int limit) {
    long before = beforeSeq == 0 ? Long.MAX_VALUE : beforeSeq;
    return connections.read(
        sql -> {
          long account = idOf(sql, viewer);
          Optional<Seen> seen = seen(sql, viewer, account, conversation);
          if (seen.isEmpty()) {
            return ResultPage.last(List.of());
          }
          long last = SqlChatMessages.lastSeq(sql, seen.get().conversation());
          return SqlChatMessages.between(
              sql,
              account,
              seen.get().conversation(),
              Math.max(afterSeq, seen.get().firstSeq() - 1),
              Math.min(before, last + 1),
              afterSeq > 0,
              limits.pageKeys(),
              page(limit));
        });
  }

  @Override
  public ResultPage<Message> inbox(AccountName account, long afterPosition, int limit) {
    return connections.read(
        sql -> SqlInbox.of(sql, idOf(sql, account), afterPosition, limits.pageKeys(), page(limit)));
  }

  @Override
  public long unreadCount(AccountName account) {
    return connections.read(sql -> SqlCounters.unread(sql, idOf(sql, account)));
  }

  @Override
  public ResultPage<Conversation> conversations(AccountName account, long before, int limit) {
    return connections.read(
        sql -> SqlConversations.of(sql, idOf(sql, account), before, limit, limits));
  }

  @Override
  public ResultPage<Message> search(
      AccountName viewer,
      SearchQuery query,
      Optional<ConversationId> within,
      long beforePosition,
      int limit) {
    return connections.read(
        sql -> {
          long account = idOf(sql, viewer);
          if (within.isEmpty()) {
            return new SqlSearch(sql, account, SqlSearch.EVERYWHERE, limits)
                .of(query, beforePosition, limit);
          }
          Optional<Seen> seen = seen(sql, viewer, account, within.get());
          return seen.isEmpty()
              ? ResultPage.last(List.of())
              : new SqlSearch(sql, account, seen.get().conversation(), limits)
                  .of(query, beforePosition, limit);
        });
  }

  @Override
  public Optional<GroupView> group(AccountName viewer, GroupId id) {
    return connections.read(
        sql ->
            SqlGroups.member(sql, id, idOf(sql, viewer), viewer).isEmpty()
                ? Optional.empty()
                : SqlGroups.view(sql, id));
  }

  @Override
  public ResultPage<GroupView> groups(AccountName account, long afterNumber, int limit) {
    return connections.read(
        sql -> SqlGroups.ofAccount(sql, idOf(sql, account), afterNumber, limit, page(limit)));
  }

  @Override
  public List<GroupId> groupsLeft(AccountName account, long position) {
    return connections.read(sql -> SqlGroups.left(sql, idOf(sql, account), position));
  }

  @Override
  public List<AccountName> listeners(GroupId id, long position) {
    return connections.read(sql -> SqlGroups.listeners(sql, id, position));
  }

  @Override
  public ResultPage<Change> changes(
      AccountName account, long afterPosition, long throughPosition, int limit) {
    return connections.read(
        sql -> {
          long id = idOf(sql, account);
          return id == NOBODY
              ? ResultPage.last(List.of())
              : SqlChanges.of(
                  sql, id, afterPosition, throughPosition, limits.pageKeys(), page(limit));
        });
  }

  private <T> PageRows<T> page(int limit) {
    return new PageRows<>(limit, limits.pageBytes());
  }

  /** Reads the whole state, unless nothing was applied since the last call. */
  @Override
  public StateHash stateHash() {
    return connections.read(
        sql -> {
          long index = sql.number(0, APPLIED_INDEX);
          StateHash known = newestHash.get();
          if (known != null && known.appliedIndex() == index) {
            return known;
          }
          StateHash hash = new StateHash(index, SqlChatHash.of(sql));
          newestHash.set(hash);
          return hash;
        });
  }

  @Override
  public void close() {
    connections.close();
  }

  private static long idOf(SqlChatStatements sql, AccountName name) throws SQLException {
    return sql.number(NOBODY, "SELECT id FROM accounts WHERE name = ?", name.value());
  }

  private static long idOf(SqlChatStatements sql, PairId pair) throws SQLException {
    return sql.number(
        NOBODY,
        """
        SELECT id FROM conversations WHERE lower = (SELECT id FROM accounts WHERE name = ?)
        AND higher = (SELECT id FROM accounts WHERE name = ?)""",
        pair.lower().value(),
        pair.higher().value());
  }

  /** A conversation that an account takes part in, and the first message that it sees. */
  private record Seen(long conversation, long firstSeq) {}

  private static Optional<Seen> seen(
      SqlChatStatements sql, AccountName viewer, long account, ConversationId conversation)
      throws SQLException {
    return switch (conversation) {
      case PairId pair -> {
        long id = pair.has(viewer) ? idOf(sql, pair) : NOBODY;
        yield id == NOBODY ? Optional.empty() : Optional.of(new Seen(id, 1));
      }
      case GroupId group ->
          SqlGroups.member(sql, group, account, viewer)
              .map(member -> new Seen(-group.number(), member.joinedSeq()));
    };
  }
}
