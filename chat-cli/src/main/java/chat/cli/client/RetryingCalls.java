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
import java.util.concurrent.TimeUnit;
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

  private final Connections connections;
  private final LinkState link;
  private final Duration timeout;

  RetryingCalls(Route route, Duration timeout, Notices notices) {
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
      Connection connection = connections.current();
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
      if (System.nanoTime() + wait.toNanos() >= deadline
          || Thread.currentThread().isInterrupted()) {
        throw expired(verdict, unknown);
      }
      LockSupport.parkNanos(wait.toNanos());
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
      Connection connection = connections.current();
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
      if (System.nanoTime() + wait.toNanos() >= deadline
          || Thread.currentThread().isInterrupted()) {
        throw expired(verdict, false);
      }
      LockSupport.parkNanos(wait.toNanos());
    }
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
        yield not.retryAfter();
      }
      case Verdict.Unknown open -> {
        failed(connection.endpoint(), open.why());
        yield Duration.ZERO;
      }
    };
  }

  private ChatFailure expired(Verdict last, boolean unknown) {
    String limit = Durations.text(timeout);
    if (unknown) {
      return new ChatFailure(
          ChatFailure.Kind.OUTCOME_UNKNOWN,
          "no answer within %s: it may have been done or not (%s)".formatted(limit, last.why()),
          "");
    }
    return switch (last) {
      case Verdict.Final end -> end.failure();
      case Verdict.NotApplied(var why, _, _, var kind) when kind == ChatFailure.Kind.REFUSED ->
          new ChatFailure(kind, why, "nothing was done; try again later");
      case Verdict.NotApplied(var why, _, _, var kind) ->
          new ChatFailure(kind, unavailable(why, limit), UNAVAILABLE_NEXT);
      case Verdict.Unknown(var why) ->
          new ChatFailure(ChatFailure.Kind.UNAVAILABLE, unavailable(why, limit), UNAVAILABLE_NEXT);
    };
  }

  private static final String UNAVAILABLE_NEXT =
      "nothing was done; look at `chat status`, on one machine at `chat local status`";

  private static String unavailable(String why, String limit) {
    return "no node could take it within %s (%s)".formatted(limit, why);
  }

  Connections connections() {
    return connections;
  }

  void failed(Endpoint endpoint, String why) {
    link.failed(endpoint, why, connections.count());
    connections.leave(endpoint);
  }

  void answered(Connection connection) {
    link.answered(() -> peer(connection));
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

  static io.grpc.Channel authorized(Connection connection, Optional<byte[]> token) {
    if (token.isEmpty()) {
      return connection.channel();
    }
    Metadata headers = new Metadata();
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token.get());
    headers.put(AUTHORIZATION, "Bearer " + text);
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
