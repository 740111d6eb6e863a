package chat.node.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The chat's state in maps, the plainest way that can be right: what the one in SQLite is held
 * against, and a {@link ChatReader} for tests without a database. Any thread.
 */
public final class InMemoryChatState implements ChatState, AccountState, ChatReader {
  private volatile Runnable beforeSearch = () -> {};
  private final Map<AccountName, Account> accounts = new TreeMap<>();
  private final Map<AccountName, Deletion> deletions = new TreeMap<>();
  private final Map<AccountName, Long> sessionsFrom = new TreeMap<>();
  private final Map<TokenHash, HeldSession> sessions = new HashMap<>();
  private final Map<AccountName, Map<AccountName, Long>> blocks = new TreeMap<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final Map<RequestKey, Request> requests = new HashMap<>();
  private final List<AccountName> registered = new ArrayList<>();
  private final InMemoryGroups groups = new InMemoryGroups(registered::indexOf);
  private final InMemoryMessages messages = new InMemoryMessages(groups, this::isDeleted);
  private long newestTime;
  private int rules = Rules.FIRST;
  private long appliedIndex;

  private record Deletion(long position, long timeMillis) {}

  private record HeldSession(Session session, long openedPosition, boolean ended) {
    HeldSession with(Session changed) {
      return new HeldSession(changed, openedPosition, ended);
    }
  }

  private record RequestKey(AccountName scope, RequestId id) {}

  /** As in a new cluster, once its primary has raised the rules. */
  public static InMemoryChatState ofNewestRules() {
    InMemoryChatState state = new InMemoryChatState();
    state.raiseRules(Rules.NEWEST);
    return state;
  }

  /** Says how far the log is applied; the state itself isn't told. */
  public synchronized void appliedThrough(long index) {
    appliedIndex = index;
  }

  @Override
  public synchronized int rules() {
    return rules;
  }

  @Override
  public synchronized void raiseRules(int version) {
    rules = version;
  }

  @Override
  public AccountState accounts() {
    return this;
  }

  @Override
  public MessageState messages() {
    return messages;
  }

  @Override
  public GroupState groups() {
    return groups;
  }

  @Override
  public synchronized long appliedIndex() {
    return appliedIndex;
  }

  @Override
  public synchronized Optional<Request> request(AccountName scope, RequestId id) {
    return Optional.ofNullable(requests.get(new RequestKey(scope, id)));
  }

  @Override
  public synchronized void keepRequest(
      AccountName scope, RequestId id, Fingerprint fingerprint, Result.Answer first) {
    Result.Answer replay =
        new Result.Answer(first.position(), first.timeMillis(), true, first.outcome());
    requests.put(new RequestKey(scope, id), new Request(fingerprint, replay));
  }

  @Override
  public synchronized boolean hasAccount(AccountName name) {
    return accounts.containsKey(name);
  }

  @Override
  public synchronized void addAccount(Account account) {
    accounts.put(account.name(), account);
    registered.add(account.name());
  }

  @Override
  public synchronized Optional<Account> account(AccountName name) {
    return Optional.ofNullable(accounts.get(name));
  }

  @Override
  public synchronized AccountPage accounts(String pattern, String after, int limit) {
    StringBuilder regex = new StringBuilder();
    for (char c : (pattern.isEmpty() ? "*" : pattern).toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    List<Account> all =
        accounts.values().stream()
            .filter(account -> !account.deleted())
            .filter(account -> account.name().value().compareTo(after) > 0)
            .filter(account -> account.name().value().matches(regex.toString()))
            .toList();
    return all.size() <= limit
        ? new AccountPage(all, "")
        : new AccountPage(all.subList(0, limit), all.get(limit - 1).name().value());
  }

  @Override
  public synchronized boolean isDeleted(AccountName name) {
    return deletions.containsKey(name);
  }

  @Override
  public synchronized void setPassword(AccountName name, String passwordHash, long position) {
    accounts.computeIfPresent(
        name,
        (_, old) -> new Account(name, passwordHash, old.createdMillis(), position, old.deleted()));
  }

  @Override
  public synchronized void deleteAccount(AccountName name, long position, long timeMillis) {
    accounts.computeIfPresent(
        name, (_, old) -> new Account(name, "", old.createdMillis(), old.passwordPosition(), true));
    deletions.put(name, new Deletion(position, timeMillis));
    blocks.remove(name);
  }

  private boolean holds(HeldSession held) {
    AccountName account = held.session().account();
    return !held.ended()
        && held.openedPosition() >= sessionsFrom.getOrDefault(account, 0L)
        && !isDeleted(account);
  }

  @Override
  public synchronized Optional<Session> session(TokenHash token) {
    return Optional.ofNullable(sessions.get(token)).filter(this::holds).map(HeldSession::session);
  }

  @Override
  public synchronized Optional<AccountName> ownerOf(TokenHash token) {
    return Optional.ofNullable(sessions.get(token)).map(held -> held.session().account());
  }

  @Override
  public synchronized List<Session> sessions(AccountName account, long nowMillis, int limit) {
    return sessions.values().stream()
        .filter(this::holds)
        .map(HeldSession::session)
        .filter(s -> s.account().equals(account) && s.expiresMillis() > nowMillis)
        .sorted(
            Comparator.comparingLong(Session::createdMillis)
                .reversed()
                .thenComparing(s -> s.token().hex()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void addSession(Session session, long position) {
    sessions.put(session.token(), new HeldSession(session, position, false));
  }

  @Override
  public synchronized void updateSession(Session session) {
    sessions.computeIfPresent(session.token(), (_, held) -> held.with(session));
  }

  @Override
  public synchronized void endSession(TokenHash token) {
    sessions.computeIfPresent(
        token, (_, held) -> new HeldSession(held.session(), held.openedPosition(), true));
  }

  @Override
  public synchronized void endSessions(
      AccountName name, long position, Optional<TokenHash> butFor) {
    sessionsFrom.put(name, position);
    butFor.ifPresent(
        token ->
            sessions.computeIfPresent(
                token, (_, held) -> new HeldSession(held.session(), position, held.ended())));
  }

  @Override
  public synchronized Optional<TokenHash> sessionWithId(AccountName name, String sessionId) {
    return sessions.values().stream()
        .filter(this::holds)
        .filter(held -> held.session().account().equals(name))
        .map(held -> held.session().token())
        .filter(token -> token.sessionId().equals(sessionId))
        .findFirst();
  }

  @Override
  public synchronized void dropExpiredSessions(AccountName name, long timeMillis) {
    sessions
        .values()
        .removeIf(
            held ->
                held.session().account().equals(name)
                    && held.session().expiresMillis() <= timeMillis);
  }

  @Override
  public synchronized boolean blocks(AccountName by, AccountName whom) {
    return blocks.getOrDefault(by, Map.of()).containsKey(whom);
  }

  @Override
  public synchronized int blockedCount(AccountName by) {
    return blocks.getOrDefault(by, Map.of()).size();
  }

  @Override
  public synchronized void block(AccountName by, AccountName whom, long timeMillis) {
    blocks.computeIfAbsent(by, _ -> new TreeMap<>()).put(whom, timeMillis);
  }

  @Override
  public synchronized void unblock(AccountName by, AccountName whom) {
    blocks.getOrDefault(by, new TreeMap<>()).remove(whom);
  }

  @Override
  public synchronized List<Blocked> blocked(AccountName account) {
    return blocks.getOrDefault(account, Map.of()).entrySet().stream()
        .map(entry -> new Blocked(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public synchronized List<AccountName> peers(AccountName account, String after, int limit) {
    return messages.peers(account).stream()
        .filter(peer -> peer.value().compareTo(after) > 0)
        .distinct()
        .sorted()
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void note(AuditEntry entry) {
    audit.add(entry);
  }

  @Override
  public synchronized List<AuditEntry> audit(long beforePosition, int limit) {
    return audit.reversed().stream()
        .filter(entry -> entry.position() < beforePosition)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void advanceTime(long timeMillis) {
    newestTime = Math.max(newestTime, timeMillis);
  }

  @Override
  public synchronized long newestTimeMillis() {
    return newestTime;
  }

  @Override
  public synchronized ResultPage<Message> messages(
      AccountName viewer, ConversationId conversation, long afterSeq, long beforeSeq, int limit) {
    return messages.messages(viewer, conversation, afterSeq, beforeSeq, limit);
  }

  @Override
  public synchronized ResultPage<Message> inbox(
      AccountName account, long afterPosition, int limit) {
    return messages.inbox(account, afterPosition, limit);
  }

  @Override
  public synchronized long unreadCount(AccountName account) {
    return messages.unreadCount(account);
  }

  @Override
  public synchronized ResultPage<Conversation> conversations(
      AccountName account, long before, int limit) {
    return messages.conversations(account, before, limit);
  }

  @Override
  public ResultPage<Message> search(
      AccountName account,
      SearchQuery query,
      Optional<ConversationId> within,
      long beforePosition,
      int limit) {
    beforeSearch.run();
    synchronized (this) {
      return messages.search(account, query, within, beforePosition, limit);
    }
  }

  /** Runs at the beginning of each search, which takes so much longer. */
  public void beforeSearch(Runnable slow) {
    beforeSearch = slow;
  }

  @Override
  public synchronized Optional<GroupView> group(AccountName viewer, GroupId id) {
    return groups.view(viewer, id);
  }

  @Override
  public synchronized ResultPage<GroupView> groups(
      AccountName account, long afterNumber, int limit) {
    return groups.views(account, afterNumber, limit);
  }

  @Override
  public synchronized List<GroupId> groupsLeft(AccountName account, long position) {
    return groups.left(account, position);
  }

  @Override
  public synchronized List<AccountName> listeners(GroupId id, long position) {
    return groups.listeners(id, position);
  }

  @Override
  public synchronized ResultPage<Change> changes(
      AccountName account, long afterPosition, long throughPosition, int limit) {
    List<Change> all = new ArrayList<>(messages.changes(account));
    for (AccountName peer : peers(account, "", Integer.MAX_VALUE)) {
      Deletion deletion = deletions.get(peer);
      if (deletion != null && !peer.equals(account)) {
        all.add(peerDeleted(account, peer, deletion));
      }
    }
    all.addAll(groups.changes(account));
    List<Change> found =
        all.stream()
            .filter(c -> c.position() > afterPosition && c.position() <= throughPosition)
            .sorted(Comparator.comparingLong(Change::position))
            .toList();
    return InMemoryPages.of(found, limit, Change::position);
  }

  private Change.PeerDeleted peerDeleted(AccountName account, AccountName peer, Deletion deletion) {
    ConversationId conversation = ConversationId.of(account, peer);
    long delivered = messages.marks(conversation, peer).deliveredSeq();
    return new Change.PeerDeleted(
        conversation,
        peer,
        delivered,
        messages.sentAfter(conversation, account, delivered),
        deletion.timeMillis(),
        deletion.position());
  }

  /** Over what this object holds; says nothing about the same state in SQLite. */
  @Override
  public synchronized StateHash stateHash() {
    int hash =
        List.of(
                accounts,
                deletions,
                sessionsFrom,
                sessions,
                blocks,
                audit,
                requests,
                messages.contents(),
                groups.contents(),
                newestTime,
                rules)
            .hashCode();
    return new StateHash(appliedIndex, Integer.toHexString(hash));
  }
}
