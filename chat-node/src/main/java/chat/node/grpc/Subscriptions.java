package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ConversationId;
import chat.node.chat.GroupId;
import chat.node.chat.PairId;
import chat.node.chat.TokenHash;
import chat.proto.chat.v1.SubscribeRequest;
import chat.view.ClusterId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Everybody who listens. Served by the primary alone: every command that is applied while it serves
 * was submitted through it, so the answers say whose subscriptions have something to read, and the
 * idle ones cost nothing but a heartbeat.
 */
final class Subscriptions {
  private final LocalNode node;
  private final Sessions sessions;
  private final CallLimits limits;
  private final SharedBarrier barrier;
  private final ConcurrentHashMap<AccountName, Set<Subscriber>> byAccount =
      new ConcurrentHashMap<>();
  private final Slots<TokenHash> open;

  /** Looks at who listens to a group, that are asked for and not begun: one serves all who ask. */
  private final Set<Touch> touches = ConcurrentHashMap.newKeySet();

  private final LookUps lookUps = new LookUps();

  private record Touch(GroupId group, long position) {}

  Subscriptions(LocalNode node, Sessions sessions, CallLimits limits) {
    this.node = node;
    this.sessions = sessions;
    this.limits = limits;
    this.barrier = new SharedBarrier(node.replication()::readBarrier);
    this.open = new Slots<>(limits.subscriptions(), limits.streams().ofSession());
  }

  CompletableFuture<Void> subscribe(Caller caller, SubscribeRequest asked, Sink sink)
      throws CallFailure {
    return sessions
        .charged(caller, 1)
        .thenCompose(
            session ->
                node.replication()
                    .readBarrier()
                    .thenComposeAsync(
                        applied -> begin(session, asked, sink, applied), node.blocking()));
  }

  private CompletableFuture<Void> begin(
      Sessions.Live session, SubscribeRequest asked, Sink sink, long applied) {
    return open.hold(
        Optional.of(session.token()),
        new Failure.Limited(
            "more subscriptions than this node takes, or than one session may have",
            Duration.ofSeconds(1)),
        () -> opened(session, asked, sink, applied));
  }

  private CompletableFuture<Void> opened(
      Sessions.Live session, SubscribeRequest asked, Sink sink, long applied) {
    Subscriber subscriber;
    try {
      ClusterId cluster =
          node.replication().state().view().orElseThrow(IllegalStateException::new).clusterId();
      long start = startOf(asked, cluster, applied);
      subscriber =
          new Subscriber(
              node, sessions, limits, barrier, lookUps, session, sink, new Cursor(cluster, start));
    } catch (CallFailure e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.runAsync(
        () -> {
          add(session.account(), subscriber);
          try {
            sink.onReady(subscriber::wake);
            // It was not yet among those told so.
            if (!node.replication().state().serving()) {
              subscriber.end(Farewell.NOT_PRIMARY);
            } else if (node.await(
                    ReadFor.lookUp(session.account()), () -> node.reader().session(session.token()))
                .isEmpty()) {
              subscriber.end(Farewell.SESSION_INVALID);
            }
            subscriber.run();
          } finally {
            remove(session.account(), subscriber);
          }
        },
        node.blocking());
  }

  /** Behind what was acknowledged before the call, where the client names no place. */
  private static long startOf(SubscribeRequest asked, ClusterId cluster, long applied)
      throws CallFailure {
    if (asked.getCursor().isEmpty()) {
      return asked.getFromStart() ? 0 : applied;
    }
    Cursor cursor = Cursor.parse(asked.getCursor());
    if (!cursor.cluster().equals(cluster)) {
      throw new Failure.ForeignCursor().asException();
    }
    if (cursor.position() > applied) {
      throw Cursor.garbage();
    }
    return cursor.position();
  }

  private void add(AccountName account, Subscriber subscriber) {
    byAccount.compute(
        account,
        (_, before) -> {
          Set<Subscriber> all = before == null ? ConcurrentHashMap.newKeySet() : before;
          all.add(subscriber);
          return all;
        });
  }

  private void remove(AccountName account, Subscriber subscriber) {
    byAccount.computeIfPresent(
        account,
        (_, all) -> {
          all.remove(subscriber);
          return all.isEmpty() ? null : all;
        });
  }

  /** Something was applied in this conversation. Never blocks. */
  void touch(ConversationId conversation) {
    switch (conversation) {
      case PairId(AccountName lower, AccountName higher) -> {
        touch(lower);
        if (!lower.equals(higher)) {
          touch(higher);
        }
      }
      case GroupId group -> touch(group, Long.MAX_VALUE);
    }
  }

  /** At this position the group itself changed: who went hears of it, too. Never blocks. */
  void touch(GroupId group, long position) {
    lookUps.run(() -> lookFor(new Touch(group, position)));
  }

  private CompletableFuture<?> lookFor(Touch touch) {
    return touches.add(touch)
        ? node.peek(
                ReadFor.node(),
                () -> {
                  touches.remove(touch); // Whoever comes from now on isn't seen by this look.
                  return node.reader().listeners(touch.group(), touch.position());
                })
            .thenAccept(listeners -> listeners.forEach(this::touch))
            .whenComplete((_, _) -> touches.remove(touch))
        : CompletableFuture.completedFuture(null); // The look that is asked for serves it, too.
  }

  /** The account is gone: those with whom it spoke hear of it, and its groups. Never blocks. */
  void touchPeersOf(AccountName deleted, long position) {
    lookUps.run(
        () ->
            node.peek(ReadFor.node(), () -> node.reader().peers(deleted, "", Integer.MAX_VALUE))
                .thenAccept(peers -> peers.forEach(this::touch)));
    lookUps.run(
        () ->
            node.peek(ReadFor.node(), () -> node.reader().groupsLeft(deleted, position))
                .thenAccept(groups -> groups.forEach(this::touch)));
  }

  /** Something was applied that this account sees. Never blocks. */
  void touch(AccountName account) {
    Set<Subscriber> all = byAccount.get(account);
    if (all != null) {
      all.forEach(Subscriber::changed);
    }
  }

  /** Sessions of this account ended: so do their subscriptions. Never blocks. */
  void endSessions(AccountName account, Predicate<TokenHash> which) {
    Set<Subscriber> all = byAccount.get(account);
    if (all != null) {
      all.stream()
          .filter(subscriber -> which.test(subscriber.token()))
          .forEach(subscriber -> subscriber.end(Farewell.SESSION_INVALID));
    }
  }

  /** How many are open. */
  int count() {
    return open.taken();
  }

  /** Sends everybody on, with their cursors. */
  void endAll(Farewell why) {
    byAccount.values().forEach(all -> all.forEach(subscriber -> subscriber.end(why)));
  }
}
