package chat.cli.client;

import chat.cli.client.Connections.Connection;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One request to whichever node answers, repeated unchanged until there is an answer or the
 * deadline passes.
 *
 * <pre>
 * attempt ─ answer ──────────────────────────────→ done
 *    ↑    ─ refused, settled ────────────────────→ that failure
 *    │    ─ certainly not applied ─┐
 *    │    ─ perhaps applied ───────┤ remember it; next endpoint; back off
 *    └─────────────────────────────┘ deadline ───→ unavailable, or unknown once any attempt was
 * </pre>
 *
 * <p>Any thread.
 */
final class RetryingCalls implements AutoCloseable {
  /** A node that keeps silent this long is passed over, though it may be alive. */
  static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(5);

  /** For asking who answers, when there is a notice to write. */
  static final Duration PEER_LIMIT = Duration.ofSeconds(1);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> CLUSTER =
      Metadata.Key.of("chat-cluster", Metadata.ASCII_STRING_MARSHALLER);

  private final Connections connections;
  private final LinkState link;
  private final Duration timeout;

  /** What every call with a session is for; empty: for whichever cluster answers. */
  private volatile String cluster;

  private final AtomicBoolean answeredBefore = new AtomicBoolean();

  RetryingCalls(Route route, String cluster, Duration timeout, Notices notices) {
    this.cluster = cluster;
    this.connections = new Connections(route);
    this.link = new LinkState(notices);
    this.timeout = timeout;
  }

  /** Whether an attempt without an answer may have changed something. */
  enum Effect {
    READS,
    CHANGES
  }

  <Q, A> A call(MethodDescriptor<Q, A> method, Effect effect, Optional<byte[]> token, Q request)
      throws ChatFailure {
    long deadline = System.nanoTime() + timeout.toNanos();
    Backoff backoff = new Backoff();
    boolean unknown = false;
    while (true) {
      Connection connection = reach(deadline, backoff, unknown);
      SendProbe probe = new SendProbe();
      Verdict verdict;
      try {
        A answer =
            ClientCalls.blockingUnaryCall(
                authorized(connection, token), method, options(deadline, probe), request);
        answered(connection);
        return answer;
      } catch (StatusRuntimeException e) {
        verdict = StatusReader.read(e, probe.maybeSent());
      }
      unknown |= effect == Effect.CHANGES && verdict instanceof Verdict.Unknown;
      Duration wait = backoff.next(waitAfter(verdict, unknown, connection));
      if (!pause(wait, deadline)) {
        throw expired(verdict, unknown);
      }
    }
  }

  /** Takes the elements of a stream. An exception of its own ends it. */
  interface Elements<A> {
    void take(A element) throws ChatFailure;
  }

  /**
   * A stream that is read once, from its beginning: until its first element an attempt is repeated
   * like any other call; one that breaks off later has failed.
   */
  <Q, A> void stream(
      MethodDescriptor<Q, A> method, Optional<byte[]> token, Q request, Elements<A> elements)
      throws ChatFailure {
    long deadline = System.nanoTime() + timeout.toNanos();
    Backoff backoff = new Backoff();
    while (true) {
      Connection connection = reach(deadline, backoff, false);
      SendProbe probe = new SendProbe();
      boolean begun = false;
      Verdict verdict;
      try {
        var answers =
            ClientCalls.blockingServerStreamingCall(
                authorized(connection, token),
                method,
                CallOptions.DEFAULT.withStreamTracerFactory(probe),
                request);
        while (answers.hasNext()) {
          A element = answers.next();
          begun = true;
          answered(connection);
          elements.take(element);
        }
        return;
      } catch (StatusRuntimeException e) {
        verdict = StatusReader.read(e, probe.maybeSent());
      }
      if (begun && !(verdict instanceof Verdict.Final)) {
        throw new ChatFailure(
            ChatFailure.Kind.FAILED, "it broke off: " + verdict.why(), "run it again");
      }
      Duration wait = backoff.next(waitAfter(verdict, false, connection));
      if (!pause(wait, deadline)) {
        throw expired(verdict, false);
      }
    }
  }

  /** The connection to use, once the route has any. */
  private Connection reach(long deadline, Backoff backoff, boolean unknown) throws ChatFailure {
    while (true) {
      try {
        return connections.current();
      } catch (ChatFailure noWay) {
        if (noWay.kind() != ChatFailure.Kind.UNAVAILABLE) {
          throw unknown ? unknown(String.valueOf(noWay.getMessage())) : noWay;
        }
        lost(noWay);
        if (!pause(backoff.next(Duration.ZERO), deadline)) {
          throw unknown ? unknown(String.valueOf(noWay.getMessage())) : noWay;
        }
      }
    }
  }

  /** False where the deadline comes first, or somebody wants an end. */
  private static boolean pause(Duration wait, long deadline) {
    if (System.nanoTime() + wait.toNanos() >= deadline || Thread.currentThread().isInterrupted()) {
      return false;
    }
    LockSupport.parkNanos(wait.toNanos());
    return true;
  }

  /** The least wait before the next attempt; throws where there is to be none. */
  private Duration waitAfter(Verdict verdict, boolean unknown, Connection connection)
      throws ChatFailure {
    return switch (verdict) {
      case Verdict.Final last -> {
        link.answered(() -> peer(connection));
        throw unknown && !last.settles() ? expired(last, true) : last.failure();
      }
      case Verdict.NotApplied(_, _, var after, var kind) when kind == ChatFailure.Kind.REFUSED ->
          after;
      case Verdict.NotApplied not -> {
        failed(connection.endpoint(), not.why());
        endAtBarrier(unknown);
        yield not.retryAfter();
      }
      case Verdict.Unknown open -> {
        failed(connection.endpoint(), open.why());
        endAtBarrier(unknown);
        yield Duration.ZERO;
      }
    };
  }

  private void endAtBarrier(boolean unknown) throws ChatFailure {
    Optional<ChatFailure> barrier = connections.route().barrier();
    if (barrier.isPresent()) {
      throw unknown ? unknown(String.valueOf(barrier.get().getMessage())) : barrier.get();
    }
  }

  private ChatFailure expired(Verdict last, boolean unknown) {
    if (unknown) {
      return unknown(last.why());
    }
    return switch (last) {
      case Verdict.Final end -> end.failure();
      case Verdict.NotApplied(var why, var reason, _, var kind)
          when kind == ChatFailure.Kind.REFUSED ->
          ChatFailure.passing(reason, why, "nothing was done; try again later");
      case Verdict.NotApplied not -> unavailable(not.why());
      case Verdict.Unknown open -> unavailable(open.why());
    };
  }

  private ChatFailure unknown(String why) {
    return new ChatFailure(
        ChatFailure.Kind.OUTCOME_UNKNOWN,
        "no answer within %s: it may have been done or not (%s)"
            .formatted(Durations.text(timeout), why),
        "");
  }

  private ChatFailure unavailable(String why) {
    String trouble = connections.route().trouble();
    return new ChatFailure(
        ChatFailure.Kind.UNAVAILABLE,
        "no node could take it within %s (%s)"
            .formatted(Durations.text(timeout), trouble.isEmpty() ? why : why + "; " + trouble),
        "nothing was done; `chat doctor` looks for the cause");
  }

  Connections connections() {
    return connections;
  }

  void failed(Endpoint endpoint, String why) {
    link.failed(endpoint.name(), why, connections.count());
    connections.leave(endpoint);
  }

  /** The route itself has no endpoint to offer at present. */
  void lost(ChatFailure noWay) {
    link.failed("the way to the nodes", String.valueOf(noWay.getMessage()), 1);
  }

  void answered(Connection connection) {
    link.answered(() -> peer(connection));
    // Who asks once is about to end; who asks again would miss the connection if it broke.
    if (answeredBefore.getAndSet(true)) {
      connections.keepSpare();
    }
  }

  void streamBroken() {
    link.streamBroken();
  }

  void caughtUp(Connection connection, OptionalLong missed) {
    link.caughtUp(() -> peer(connection), missed);
  }

  /** Who is at the other end; the endpoint's own name where it doesn't say in time. */
  private static LinkState.Peer peer(Connection connection) {
    try {
      ClusterStatus status =
          ClusterServiceGrpc.newBlockingStub(connection.channel())
              .withDeadlineAfter(PEER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .getStatus(GetStatusRequest.getDefaultInstance())
              .getStatus();
      return new LinkState.Peer(status.getAnsweredBy(), status.getEpoch());
    } catch (StatusRuntimeException e) {
      return new LinkState.Peer(connection.endpoint().name(), 0);
    }
  }

  /** What every call from now on names; empty: no cluster. */
  void name(String id) {
    cluster = id;
  }

  /** With the session, and for the cluster that the caller is bound to. */
  io.grpc.Channel authorized(Connection connection, Optional<byte[]> token) {
    Metadata headers = new Metadata();
    token.ifPresent(
        secret -> {
          String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
          headers.put(AUTHORIZATION, "Bearer " + text);
        });
    String id = cluster;
    if (!id.isEmpty()) {
      headers.put(CLUSTER, id);
    }
    return ClientInterceptors.intercept(
        connection.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static CallOptions options(long deadline, SendProbe probe) {
    long left = Math.min(deadline - System.nanoTime(), ATTEMPT_LIMIT.toNanos());
    return CallOptions.DEFAULT
        .withDeadlineAfter(left, TimeUnit.NANOSECONDS)
        .withStreamTracerFactory(probe);
  }

  @Override
  public void close() {
    connections.close();
  }
}
