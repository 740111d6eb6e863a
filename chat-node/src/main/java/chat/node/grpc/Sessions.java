package chat.node.grpc;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.AccountOutcome;
import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.chat.TokenHash;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who is logged in. Asked on the serving primary only, so a session is good at every node as soon
 * as its login is answered. Sessions in use are kept in memory while this node serves, with their
 * rate limit; one that isn't found is looked up anew behind a read barrier before it is refused.
 */
final class Sessions {
  private static final Logger LOG = Logger.getLogger(Sessions.class.getName());

  private final LocalNode node;
  private final int cacheLimit;
  private final ConcurrentHashMap<TokenHash, Live> live = new ConcurrentHashMap<>();
  private final AtomicLong endings = new AtomicLong();

  Sessions(LocalNode node, int cacheLimit) {
    this.node = node;
    this.cacheLimit = cacheLimit;
  }

  /** A session in use. */
  static final class Live {
    private final AccountName account;
    private final TokenHash token;
    private final TokenBucket bucket;
    private final AtomicBoolean renewing = new AtomicBoolean();
    private volatile long expiresMillis;

    private Live(ChatReader.Session session, TokenBucket bucket) {
      this.account = session.account();
      this.token = session.token();
      this.expiresMillis = session.expiresMillis();
      this.bucket = bucket;
    }

    AccountName account() {
      return account;
    }

    TokenHash token() {
      return token;
    }

    long expiresMillis() {
      return expiresMillis;
    }

    /** Takes a call of this cost: 0, or the nanoseconds until there is room for any. */
    long takeCall(int cost) {
      return bucket.take(System.nanoTime(), cost);
    }
  }

  /** The caller's session; fails where there is none that holds. */
  CompletableFuture<Live> authenticate(Caller caller) throws CallFailure {
    TokenHash token = caller.token();
    Live known = live.get(token);
    if (known != null && holds(known)) {
      renewIfDue(known);
      return CompletableFuture.completedFuture(known);
    }
    return lookUp(token, ReadFor.session(caller));
  }

  /** The same, for a call of this cost; fails where the session's rate has no room for it. */
  CompletableFuture<Live> charged(Caller caller, int cost) throws CallFailure {
    return authenticate(caller)
        .thenCompose(
            session -> {
              long missing = session.takeCall(cost);
              return missing > 0
                  ? Failures.failed(SessionCalls.limited(missing))
                  : CompletableFuture.completedFuture(session);
            });
  }

  private CompletableFuture<Live> lookUp(TokenHash token, ReadFor who) {
    long endingsSeen = endings.get();
    return node.peek(who, () -> node.reader().session(token).filter(this::holds))
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found)
                    : node.read(who, () -> node.reader().session(token).filter(this::holds)))
        .thenCompose(this::admit)
        .thenCompose(
            admitted -> {
              if (endings.get() == endingsSeen) {
                return CompletableFuture.completedFuture(admitted);
              }
              // Some session ended between the look and the entry in the cache: it may be this one.
              live.remove(token, admitted);
              return lookUp(token, who);
            });
  }

  /** The account whose session this token is or was, if any: linearizable. */
  CompletableFuture<Optional<AccountName>> ownerOf(TokenHash token, Caller caller) {
    return node.read(ReadFor.lookUp(caller), () -> node.reader().ownerOf(token));
  }

  /** Sessions of this account ended, by a change that is applied: forgets those that match. */
  void end(AccountName account, Predicate<TokenHash> which) {
    endings.incrementAndGet();
    live.values().removeIf(one -> one.account.equals(account) && which.test(one.token));
  }

  private CompletableFuture<Live> admit(Optional<ChatReader.Session> found) {
    if (found.isEmpty()) {
      return Failures.failed(SessionCalls.ended());
    }
    ChatReader.Session session = found.get();
    makeRoom();
    Live now =
        live.compute(
            session.token(),
            (_, before) -> {
              if (before == null) {
                return new Live(session, newBucket());
              }
              before.expiresMillis = Math.max(before.expiresMillis, session.expiresMillis());
              return before;
            });
    renewIfDue(now);
    return CompletableFuture.completedFuture(now);
  }

  boolean holds(Live session) {
    return session.expiresMillis > node.nowMillis();
  }

  private boolean holds(ChatReader.Session session) {
    return session.expiresMillis() > node.nowMillis();
  }

  /** Moves the expiry on once a part of the lifetime has gone: one write, however many calls. */
  void renewIfDue(Live session) {
    if (!node.limits().renewalDue(session.expiresMillis, node.nowMillis())
        || !session.renewing.compareAndSet(false, true)) {
      return;
    }
    RequestId id = new RequestId(UUID.randomUUID());
    var _ =
        node.submit(
                time ->
                    new AccountCommand.RenewSession(
                        new Command.Stamp(id, Fingerprint.of("renew", session.token.hex()), time),
                        session.account,
                        session.token,
                        node.limits().expiryAt(time)))
            .whenComplete(
                (committed, thrown) -> {
                  if (thrown == null
                      && committed.answer().outcome()
                          instanceof AccountOutcome.SessionRenewed(long expires)) {
                    session.expiresMillis = Math.max(session.expiresMillis, expires);
                  } else {
                    LOG.log(Level.FINE, "session {0} is renewed later", session.token.sessionId());
                  }
                  session.renewing.set(false);
                });
  }

  /** Another node may end sessions from now on. */
  void forget() {
    live.clear();
  }

  private TokenBucket newBucket() {
    return new TokenBucket(
        node.limits().requestsPerSecond(), node.limits().requestBurst(), System.nanoTime());
  }

  /** Whichever go are looked up again when they come back. */
  private void makeRoom() {
    var oldest = live.keySet().iterator();
    while (live.size() >= cacheLimit && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }
}
