package chat.node.grpc;

import chat.node.host.WaitingBudget;
import chat.node.replica.NotServing;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One call of a client, until it has its answer.
 *
 * <pre>
 *   request ──► choose a route ──► here ────► answered | refused ──► closed
 *                  ▲    │  └─────► there ───►     (as the primary says)
 *                  │    └─────► nowhere
 *                  │                │   not taken · link lost · unknown
 *                  └── pause ◄──────┴──────────┘
 *                       └─► out of patience ──► NO_PRIMARY, or OUTCOME_UNKNOWN
 * </pre>
 *
 * <p>Trying again is safe: whatever changes something carries its request id. Once an attempt may
 * have been applied, only an answer settles the call; no refusal to take it does.
 */
final class RoutedCall extends ServerCall.Listener<byte[]> implements Sink {
  /** What is left of a deadline when the call is given up, to tell the client why. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private final ServerCall<byte[], byte[]> call;
  private final Method method;
  private final Caller caller;
  private final CallRouter router;

  private final AtomicLong held = new AtomicLong();
  private byte @Nullable [] request;
  private volatile byte @Nullable [] last;
  private volatile boolean over;
  private volatile @Nullable Runnable readyListener;
  private boolean maybeApplied;
  private long patienceEndsNanos;
  private boolean paused;
  private Duration nextPause;

  RoutedCall(ServerCall<byte[], byte[]> call, Method method, Caller caller, CallRouter router) {
    this.call = call;
    this.method = method;
    this.caller = caller;
    this.router = router;
    this.nextPause = router.limits().firstRetry();
  }

  @Override
  public void onMessage(byte[] message) {
    request = message;
  }

  @Override
  public void onHalfClose() {
    long bytes = WaitingBudget.heldBy(request == null ? 0 : request.length);
    if (!router.open().take(bytes)) {
      finish(new Failure.NotTaken(NotServing.OVERLOADED));
      return;
    }
    held.set(bytes);
    if (over) {
      giveBack();
    }
    attempt();
  }

  /** The call is over: what it held is free for others. */
  private void giveBack() {
    router.open().giveBack(held.getAndSet(0));
  }

  private void attempt() {
    byte[] asked = request;
    if (over) {
      return;
    }
    if (asked == null) {
      close(Status.INVALID_ARGUMENT.withDescription("no request"), new Metadata());
      return;
    }
    switch (router.route(method, caller)) {
      case Route.Here _ -> await(here(asked));
      case Route.There there -> await(router.forwarding().run(method, there, caller, asked, this));
      case Route.Nowhere _ -> pause();
      case Route.Elsewhere _ -> finish(new Failure.Starting());
      case Route.Foreign(Failure failure) -> finish(failure);
      case Route.Back(NotServing reason) -> finish(new Failure.NotTaken(reason));
    }
  }

  private CompletableFuture<Void> here(byte[] asked) {
    try {
      return method.handler().run(caller, asked, this);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void await(CompletableFuture<Void> end) {
    var _ =
        end.whenComplete(
            (_, thrown) -> {
              if (thrown == null) {
                close(Status.OK, new Metadata());
              } else {
                failed(Failures.of(thrown));
              }
            });
  }

  private void failed(Failure failure) {
    byte[] sentLast = last;
    if (sentLast != null) {
      cutShort(failure, sentLast);
      return;
    }
    switch (failure) {
      case Failure.NotTaken(NotServing reason, _) -> {
        if (reason == NotServing.OVERLOADED
            || reason == NotServing.COMMIT_STALLED
            || caller.forwarded()) {
          finish(failure);
        } else {
          pause();
        }
      }
      case Failure.LinkLost(boolean sent) -> {
        maybeApplied |= sent && method.mutation();
        pause();
      }
      case Failure.Unknown _ -> {
        maybeApplied |= method.mutation();
        if (caller.forwarded()) {
          finish(failure);
        } else {
          pause();
        }
      }
      case Failure.Refused _,
          Failure.Limited _,
          Failure.SlowReader _,
          Failure.TooExpensive _,
          Failure.ForeignCursor _,
          Failure.AnotherCluster _,
          Failure.NoPrimary _,
          Failure.Starting _,
          Failure.Ending _,
          Failure.Relayed _,
          Failure.Unexpected _ ->
          finish(failure);
    }
  }

  /**
   * A stream that broke after it began says farewell with its cursor; no message is repeated. One
   * that was refused to go on is told so.
   */
  private void cutShort(Failure failure, byte[] sentLast) {
    if (method.farewell().isPresent() && !isFinal(failure)) {
      Farewell why =
          failure instanceof Failure.SlowReader ? Farewell.SLOW_READER : Farewell.LINK_LOST;
      send(method.farewell().get().apply(why, sentLast));
      close(Status.OK, new Metadata());
    } else if (failure instanceof Failure.LinkLost && !method.mutation()) {
      finish(new Failure.LinkLost(false)); // Nothing was changed, however far the answer came.
    } else {
      finish(failure);
    }
  }

  private static boolean isFinal(Failure failure) {
    return switch (failure) {
      case Failure.Refused _, Failure.Unexpected _ -> true;
      case Failure.Relayed(Status status, Metadata _) ->
          status.getCode() == Status.Code.UNAUTHENTICATED;
      case Failure.Limited _,
          Failure.SlowReader _,
          Failure.TooExpensive _,
          Failure.ForeignCursor _,
          Failure.AnotherCluster _,
          Failure.NotTaken _,
          Failure.NoPrimary _,
          Failure.Starting _,
          Failure.Ending _,
          Failure.Unknown _,
          Failure.LinkLost _ ->
          false;
    };
  }

  private void pause() {
    long now = System.nanoTime();
    if (!paused) {
      paused = true;
      patienceEndsNanos = now + patience().toNanos();
    }
    long left = patienceEndsNanos - now;
    if (left <= 0 || router.isEnding()) {
      finish(router.isEnding() ? new Failure.Ending() : new Failure.NoPrimary(router.missing()));
      return;
    }
    Duration pause = Duration.ofNanos(Math.min(left, nextPause.toNanos()));
    if (!router.waiting().pause(pause, this::resume)) {
      finish(new Failure.NotTaken(NotServing.OVERLOADED));
    }
  }

  private void resume(boolean changed) {
    Duration doubled = nextPause.multipliedBy(2);
    Duration longest = router.limits().lastRetry();
    nextPause =
        changed ? router.limits().firstRetry() : doubled.compareTo(longest) < 0 ? doubled : longest;
    attempt();
  }

  private Duration patience() {
    Duration patience = router.limits().patience();
    if (caller.deadline().isEmpty()) {
      return patience;
    }
    long left = caller.deadline().get().timeRemaining(TimeUnit.NANOSECONDS);
    long margin = Math.min(MARGIN.toNanos(), left / 5);
    return Duration.ofNanos(Math.min(patience.toNanos(), left - margin));
  }

  private void finish(Failure failure) {
    Failure told =
        maybeApplied && !settles(failure)
            ? new Failure.Unknown("no answer came from a node that may have taken it")
            : failure;
    Errors.Told error = Errors.tell(told);
    close(error.status(), error.trailers());
  }

  /** Whether this outcome says something about an earlier attempt, too. */
  private static boolean settles(Failure failure) {
    return switch (failure) {
      case Failure.Refused _, Failure.ForeignCursor _ -> true;
      case Failure.Relayed(Status status, Metadata _) ->
          status.getCode() != Status.Code.UNAVAILABLE
              && status.getCode() != Status.Code.RESOURCE_EXHAUSTED;
      case Failure.Limited _,
          Failure.SlowReader _,
          Failure.TooExpensive _,
          Failure.AnotherCluster _,
          Failure.NotTaken _,
          Failure.NoPrimary _,
          Failure.Starting _,
          Failure.Ending _,
          Failure.Unknown _,
          Failure.LinkLost _,
          Failure.Unexpected _ ->
          false;
    };
  }

  private void close(Status status, Metadata trailers) {
    synchronized (call) {
      if (over) {
        return;
      }
      over = true;
      call.close(status, trailers);
    }
    giveBack();
    wakeHandler();
  }

  @Override
  public void send(byte[] message) {
    synchronized (call) {
      if (over) {
        return;
      }
      if (last == null) {
        call.sendHeaders(new Metadata());
      }
      last = message;
      call.sendMessage(message);
      if (!method.endless()) {
        answered(message.length);
      }
    }
  }

  @Override
  public boolean isReady() {
    return !over && call.isReady();
  }

  @Override
  public void onReady(Runnable listener) {
    readyListener = listener;
    if (over) {
      listener.run();
    }
  }

  @Override
  public boolean isOver() {
    return over;
  }

  @Override
  public void onReady() {
    wakeHandler();
  }

  @Override
  public void onCancel() {
    synchronized (call) {
      over = true;
    }
    left();
    giveBack();
    wakeHandler();
  }

  /** The answer has left this node. */
  @Override
  public void onComplete() {
    left();
  }

  /**
   * The transport has the answer; where it can't send it on, the client has so much time. A node
   * that passed the call on watches its client itself, and its connection carries many clients'
   * calls: it is never closed for one answer.
   */
  private void answered(long bytes) {
    caller.life().answered(bytes);
    SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (remote != null && !caller.fromPeer() && !call.isReady()) {
      router.slowAnswers().buffered(caller.life(), remote);
    }
  }

  private void left() {
    router.slowAnswers().gone(caller.life());
    caller.life().end();
  }

  private void wakeHandler() {
    Runnable listener = readyListener;
    if (listener != null) {
      listener.run();
    }
  }
}
