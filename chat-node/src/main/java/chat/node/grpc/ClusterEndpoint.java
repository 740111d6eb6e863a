package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.GetStatusResponse;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.WatchStatusRequest;
import chat.proto.chat.v1.WatchStatusResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's status, from whichever node is asked; in every role, and without a session. Callers
 * without a session share one look at the other nodes and a few watches of their own. The hashes
 * read the whole state: they are for operators.
 */
final class ClusterEndpoint {
  /** A watch of a session lasts for as long as the client takes it. */
  private static final Duration NO_END = Duration.ofDays(10_000);

  private static final Failure FULL =
      new Failure.Limited(
          "more watchers of the status than this node takes", Duration.ofSeconds(1));

  private final StatusGathering gathering;
  private final LocalSessions sessions;
  private final CallLimits limits;
  private final Executor blocking;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Slots<AccountName> users;
  private final Slots<String> strangers;

  ClusterEndpoint(
      StatusGathering gathering, LocalSessions sessions, CallLimits limits, Executor blocking) {
    this.gathering = gathering;
    this.sessions = sessions;
    this.limits = limits;
    this.blocking = blocking;
    StreamLimits streams = limits.streams();
    this.users = new Slots<>(limits.statusWatchers(), streams.accountWatches());
    this.strangers = new Slots<>(streams.strangersWatches(), streams.addressWatches());
  }

  List<Method> methods() {
    return List.of(
        Method.local(
            ClusterServiceGrpc.getGetStatusMethod(),
            Handler.unary(GetStatusRequest.parser(), this::getStatus)),
        Method.local(
            ClusterServiceGrpc.getWatchStatusMethod(),
            Handler.streaming(
                WatchStatusRequest.parser(), (caller, _, sink) -> watchStatus(caller, sink))));
  }

  private CompletableFuture<GetStatusResponse> getStatus(Caller caller, GetStatusRequest asked) {
    CompletableFuture<ClusterStatus> status;
    if (asked.getWithHashes()) {
      Optional<String> session = Optional.ofNullable(caller.headers().get(Caller.AUTHORIZATION));
      status =
          sessions
              .operator(caller)
              .thenCompose(_ -> gathering.withHashes(asked.getThisNodeOnly(), session));
    } else {
      status = gathering.plain(asked.getThisNodeOnly());
    }
    return status.thenApply(found -> GetStatusResponse.newBuilder().setStatus(found).build());
  }

  private CompletableFuture<Void> watchStatus(Caller caller, Sink sink) {
    return sessions
        .of(caller)
        .thenCompose(
            session ->
                session.isPresent()
                    ? users.hold(
                        session.map(ChatReader.Session::account), FULL, () -> watch(sink, NO_END))
                    : strangers.hold(
                        caller.address(),
                        FULL,
                        () -> watch(sink, limits.streams().strangersWatchAge())));
  }

  private CompletableFuture<Void> watch(Sink sink, Duration longest) {
    Watch watch = new Watch(sink, longest);
    watches.add(watch);
    sink.onReady(watch::wake);
    return CompletableFuture.runAsync(watch, blocking)
        .whenComplete((_, _) -> watches.remove(watch));
  }

  /** Role, view or serving changed. */
  void stateChanged() {
    gathering.changed();
    watches.forEach(Watch::wake);
  }

  /** Ends every watch. */
  void end() {
    watches.forEach(Watch::end);
  }

  /** That the nodes' clocks went on isn't worth telling. */
  private static ClusterStatus timeless(ClusterStatus status) {
    ClusterStatus.Builder timeless = status.toBuilder();
    timeless.getNodesBuilderList().forEach(NodeStatus.Builder::clearTimeMillis);
    return timeless.build();
  }

  /** One watcher: told at once of a change of this node's state, of the rest at intervals. */
  private final class Watch implements Runnable {
    private final Sink sink;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean ended;
    private final long endsNanos;
    private @Nullable ClusterStatus told;

    Watch(Sink sink, Duration longest) {
      this.sink = sink;
      this.endsNanos = System.nanoTime() + longest.toNanos();
    }

    void wake() {
      wakes.release();
    }

    void end() {
      ended = true;
      wake();
    }

    @Override
    public void run() {
      try {
        while (!ended && !sink.isOver() && endsNanos - System.nanoTime() > 0) {
          if (sink.isReady()) {
            tell();
          }
          boolean _ = wakes.tryAcquire(limits.statusInterval().toNanos(), TimeUnit.NANOSECONDS);
          wakes.drainPermits();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void tell() {
      ClusterStatus status = gathering.plain(false).join();
      ClusterStatus timeless = timeless(status);
      if (!timeless.equals(told)) {
        told = timeless;
        sink.send(WatchStatusResponse.newBuilder().setStatus(status).build().toByteArray());
      }
    }
  }
}
