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
public final class InMemoryChatState implements ChatState, AccountState, MessageState, ChatReader {
  private final Map<AccountName, Account> accounts = new TreeMap<>();
  private final Map<AccountName, Deletion> deletions = new TreeMap<>();
  private final Map<AccountName, Long> sessionsFrom = new TreeMap<>();
  private final Map<TokenHash, HeldSession> sessions = new HashMap<>();
  private final Map<AccountName, Map<AccountName, Long>> blocks = new TreeMap<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private final Map<RequestKey, Request> requests = new HashMap<>();
  private final List<NewMessage> messages = new ArrayList<>();
  private final Map<Side, MarksAt> marks = new HashMap<>();
  private long newestTime;
  private long appliedIndex;

  private record Deletion(long position, long timeMillis) {}

  private record HeldSession(Session session, long openedPosition, boolean ended) {
    HeldSession with(Session changed) {
      return new HeldSession(changed, openedPosition, ended);
    }
  }

  private record RequestKey(AccountName scope, RequestId id) {}

  private record Side(ConversationId conversation, AccountName by) {}

  private record MarksAt(Marks marks, long position) {}

  /** Says how far the log is applied; the state itself isn't told. */
  public synchronized void appliedThrough(long index) {
    appliedIndex = index;
  }

  @Override
  public AccountState accounts() {
    return this;
  }

  @Override
  public MessageState messages() {
    return this;
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
  }

  @Override
  public synchronized Optional<Account> account(AccountName name) {
    return Optional.ofNullable(accounts.get(name));
  }

  @Override
  public synchronized List<Account> accounts(String pattern, String after, int limit) {
    StringBuilder regex = new StringBuilder();
    for (char c : (pattern.isEmpty() ? "*" : pattern).toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return accounts.values().stream()
        .filter(account -> !account.deleted())
        .filter(account -> account.name().value().compareTo(after) > 0)
        .filter(account -> account.name().value().matches(regex.toString()))
        .limit(limit)
        .toList();
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
    return messages.stream()
        .map(NewMessage::conversation)
        .filter(conversation -> conversation.has(account))
        .map(conversation -> conversation.other(account))
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
  public synchronized long lastSeq(ConversationId conversation) {
    return messages.stream().filter(m -> m.conversation().equals(conversation)).count();
  }

  @Override
  public synchronized void append(NewMessage message) {
    messages.add(message);
  }

  @Override
  public synchronized Marks marks(ConversationId conversation, AccountName by) {
    return marks.getOrDefault(new Side(conversation, by), new MarksAt(Marks.NONE, 0)).marks();
  }

  @Override
  public synchronized void putMarks(
      ConversationId conversation, AccountName by, Marks raised, long position) {
    marks.put(new Side(conversation, by), new MarksAt(raised, position));
  }

  @Override
  public synchronized long unread(AccountName name) {
    return isDeleted(name)
        ? 0
        : messages.stream().filter(m -> m.to().equals(name) && !view(m).read()).count();
  }

  @Override
  public synchronized long unreadCount(AccountName account) {
    return unread(account);
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
  public synchronized List<Message> messages(
      ConversationId conversation, long afterSeq, long beforeSeq, int limit) {
    long before = beforeSeq == 0 ? Long.MAX_VALUE : beforeSeq;
    List<Message> all =
        messages.stream()
            .filter(m -> m.conversation().equals(conversation))
            .filter(m -> m.seq() > afterSeq && m.seq() < before)
            .map(this::view)
            .toList();
    int excess = Math.max(0, all.size() - limit);
    return afterSeq > 0 ? all.subList(0, all.size() - excess) : all.subList(excess, all.size());
  }

  @Override
  public synchronized List<Message> inbox(AccountName account, long afterPosition, int limit) {
    return messages.stream()
        .filter(m -> m.to().equals(account) && m.position() > afterPosition)
        .filter(m -> !isDeleted(account))
        .map(this::view)
        .filter(m -> !m.read())
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Change> changes(
      AccountName account, long afterPosition, long throughPosition, int limit) {
    List<Change> changes = new ArrayList<>();
    messages.stream()
        .filter(m -> m.conversation().has(account))
        .forEach(m -> changes.add(new Change.Arrived(view(m))));
    marks.forEach(
        (side, at) -> {
          if (side.conversation().other(side.by()).equals(account)) {
            changes.add(
                new Change.Receipt(
                    side.conversation(),
                    side.by(),
                    at.marks().deliveredSeq(),
                    at.marks().readSeq(),
                    at.position()));
          }
        });
    for (AccountName peer : peers(account, "", Integer.MAX_VALUE)) {
      Deletion deletion = deletions.get(peer);
      if (deletion != null && !peer.equals(account)) {
        changes.add(peerDeleted(account, peer, deletion));
      }
    }
    return changes.stream()
        .filter(c -> c.position() > afterPosition && c.position() <= throughPosition)
        .sorted(Comparator.comparingLong(Change::position))
        .limit(limit)
        .toList();
  }

  private Change.PeerDeleted peerDeleted(AccountName account, AccountName peer, Deletion deletion) {
    ConversationId conversation = ConversationId.of(account, peer);
    long delivered = marks(conversation, peer).deliveredSeq();
    return new Change.PeerDeleted(
        conversation,
        peer,
        delivered,
        messages.stream()
            .filter(m -> m.conversation().equals(conversation) && m.from().equals(account))
            .filter(m -> m.seq() > delivered)
            .count(),
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
                messages,
                marks,
                newestTime)
            .hashCode();
    return new StateHash(appliedIndex, Integer.toHexString(hash));
  }

  private Message view(NewMessage m) {
    Marks covered = marks(m.conversation(), m.to());
    return new Message(
        m.conversation(),
        m.seq(),
        m.from(),
        m.to(),
        m.text(),
        m.timeMillis(),
        m.position(),
        covered.deliveredSeq() >= m.seq(),
        covered.readSeq() >= m.seq(),
        isDeleted(m.to()) && covered.deliveredSeq() < m.seq());
  }
}
