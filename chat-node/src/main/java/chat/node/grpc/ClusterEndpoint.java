package chat.node.grpc;

import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.GetStatusResponse;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.WatchStatusRequest;
import chat.proto.chat.v1.WatchStatusResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The cluster's status, from whichever node is asked; in every role, and without a session. */
final class ClusterEndpoint {
  private final StatusGathering gathering;
  private final CallLimits limits;
  private final Executor blocking;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  ClusterEndpoint(StatusGathering gathering, CallLimits limits, Executor blocking) {
    this.gathering = gathering;
    this.limits = limits;
    this.blocking = blocking;
  }

  List<Method> methods() {
    return List.of(
        Method.local(
            ClusterServiceGrpc.getGetStatusMethod(),
            Handler.unary(GetStatusRequest.parser(), (_, asked) -> getStatus(asked))),
        Method.local(
            ClusterServiceGrpc.getWatchStatusMethod(),
            Handler.streaming(WatchStatusRequest.parser(), (_, _, sink) -> watchStatus(sink))));
  }

  private CompletableFuture<GetStatusResponse> getStatus(GetStatusRequest asked) {
    return CompletableFuture.supplyAsync(
        () -> GetStatusResponse.newBuilder().setStatus(gathering.gather(asked)).build(), blocking);
  }

  private CompletableFuture<Void> watchStatus(Sink sink) throws CallFailure {
    if (watches.size() >= limits.statusWatchers()) {
      throw new Failure.Limited(
              "more watchers of the status than this node takes", Duration.ofSeconds(1))
          .asException();
    }
    Watch watch = new Watch(sink);
    watches.add(watch);
    sink.onReady(watch::wake);
    return CompletableFuture.runAsync(watch, blocking)
        .whenComplete((_, _) -> watches.remove(watch));
  }

  /** Role, view or serving changed. */
  void stateChanged() {
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
    private @Nullable ClusterStatus told;

    Watch(Sink sink) {
      this.sink = sink;
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
        while (!ended && !sink.isOver()) {
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
      ClusterStatus status = gathering.gather(GetStatusRequest.getDefaultInstance());
      ClusterStatus timeless = timeless(status);
      if (!timeless.equals(told)) {
        told = timeless;
        sink.send(WatchStatusResponse.newBuilder().setStatus(status).build().toByteArray());
      }
    }
  }
}
