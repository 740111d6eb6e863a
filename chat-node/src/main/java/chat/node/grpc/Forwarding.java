package chat.node.grpc;

import chat.node.replica.NotServing;
import chat.view.Epoch;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes whole calls on to the primary, unread, one hop at most: the callee sees who passed it on
 * and doesn't do so again. An attempt is given up as soon as another epoch is seen.
 *
 * <p>A stream whose client takes nothing for {@link CallLimits#slowReader} is given up, so that it
 * doesn't hold its place and its bytes at two nodes for as long as the client likes.
 *
 * <p>Whether the call may have reached the primary is told by whether a stream was made for it on a
 * live connection; before that nothing can have left this process.
 */
final class Forwarding implements AutoCloseable {
  /** Written by the node that passes a call on, never copied from its caller. */
  private static final Set<String> OWN_KEYS =
      Set.of(Caller.FORWARDED.name(), Caller.SOURCE.name(), Caller.HOPS.name());

  private static final Set<String> TRANSPORT_KEYS = Set.of("te", "content-type", "user-agent");

  private final PeerChannels channels;
  private final CallLimits limits;
  private final ByteBudget answers;
  private final ForwardTokens tokens;
  private final Set<Attempt> underway = ConcurrentHashMap.newKeySet();
  private final SlowReaderLook looking;

  Forwarding(PeerChannels channels, CallLimits limits, ByteBudget answers, ForwardTokens tokens) {
    this.channels = channels;
    this.answers = answers;
    this.limits = limits;
    this.tokens = tokens;
    this.looking = new SlowReaderLook("chat-slow-forwards", limits.slowReader(), this::giveUpSlow);
  }

  ForwardTokens tokens() {
    return tokens;
  }

  /** Completes when the primary ended the call well; fails as {@link Failures#of} knows. */
  CompletableFuture<Void> run(
      Method method, Route.There there, Caller caller, byte[] request, Sink sink) {
    Optional<ReadFor> bounded =
        method.mutation() || method.endless() ? Optional.empty() : Optional.of(readOf(caller));
    Attempt attempt = new Attempt(there.epoch(), sink, bounded, method.endless());
    CallOptions options =
        CallOptions.DEFAULT.withStreamTracerFactory(
            new ClientStreamTracer.Factory() {
              @Override
              public ClientStreamTracer newClientStreamTracer(
                  ClientStreamTracer.StreamInfo info, Metadata headers) {
                return attempt.tracer;
              }
            });
    if (caller.deadline().isPresent()) {
      options = options.withDeadline(caller.deadline().get());
    } else if (!method.endless()) {
      options =
          options.withDeadlineAfter(limits.forwardedDeadline().toMillis(), TimeUnit.MILLISECONDS);
    }
    ManagedChannel channel =
        method.endless() ? channels.forStreamsTo(there.primary()) : channels.to(there.primary());
    attempt.begin(channel.newCall(method.descriptor(), options), headersOf(caller), request);
    return attempt.end;
  }

  /** Gives up what is underway to the primary of another epoch. */
  void epochSeen(Epoch epoch) {
    for (Attempt attempt : underway) {
      if (!attempt.epoch.equals(epoch)) {
        attempt.abandon("another epoch began");
      }
    }
  }

  private void giveUpSlow() {
    long now = System.nanoTime();
    underway.forEach(attempt -> attempt.giveUpIfSlow(now));
  }

  /** Calls that are passed on at this moment. */
  int underway() {
    return underway.size();
  }

  @Override
  public void close() {
    looking.close();
  }

  private static ReadFor readOf(Caller caller) {
    ReadOwner owner;
    try {
      owner = new ReadOwner.Forwarded(caller.token());
    } catch (CallFailure e) {
      owner = new ReadOwner.Stranger(caller.address());
    }
    return new ReadFor(owner, caller.life(), ReadPool.Kind.ANSWER);
  }

  private Metadata headersOf(Caller caller) {
    Metadata headers = new Metadata();
    for (String name : caller.headers().keys()) {
      if (name.startsWith("grpc-") || TRANSPORT_KEYS.contains(name) || OWN_KEYS.contains(name)) {
        continue;
      }
      if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        copy(caller.headers(), headers, Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
      } else {
        copy(caller.headers(), headers, Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
      }
    }
    headers.put(Caller.FORWARDED, tokens.proof());
    headers.put(Caller.SOURCE, caller.source());
    headers.put(Caller.HOPS, Integer.toString(Caller.hops(caller.headers()) + 1));
    return headers;
  }

  private static <T> void copy(Metadata from, Metadata to, Metadata.Key<T> key) {
    Iterable<T> values = from.getAll(key);
    if (values != null) {
      values.forEach(value -> to.put(key, value));
    }
  }

  private static final Map<String, NotServing> NOT_TAKEN =
      Map.of(
          NotServing.NOT_PRIMARY.name(),
          NotServing.NOT_PRIMARY,
          NotServing.RECOVERING.name(),
          NotServing.RECOVERING,
          NotServing.HANDING_OVER.name(),
          NotServing.HANDING_OVER,
          Errors.ENDING,
          NotServing.HANDING_OVER);

  private static Failure failureOf(Status status, Metadata trailers, boolean sent) {
    String reason = Errors.reasonIn(status, trailers).orElse("");
    if (NOT_TAKEN.containsKey(reason)) {
      return new Failure.NotTaken(NOT_TAKEN.get(reason));
    }
    if (reason.equals(Errors.OUTCOME_UNKNOWN)) {
      return new Failure.Unknown("the primary lost its role before the outcome was settled");
    }
    if (!reason.isEmpty()) {
      return new Failure.Relayed(status, trailers);
    }
    return switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED, UNKNOWN, INTERNAL, DEADLINE_EXCEEDED, ABORTED, DATA_LOSS ->
          new Failure.LinkLost(sent);
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          new Failure.Relayed(status, new Metadata());
    };
  }

  /** One try at one primary. */
  private final class Attempt extends ClientCall.Listener<byte[]> {
    final CompletableFuture<Void> end = new CompletableFuture<>();
    final Epoch epoch;
    private final Sink sink;
    private volatile boolean sent;
    private volatile @Nullable ClientCall<byte[], byte[]> call;
    private final Optional<ReadFor> bounded;
    private Optional<CompletableFuture<ByteBudget.Held>> room = Optional.empty();
    private boolean crowded;
    private final boolean endless;
    private volatile boolean slow;
    private boolean wanted;
    private long wantedSinceNanos;

    final ClientStreamTracer tracer =
        new ClientStreamTracer() {
          @Override
          public void streamCreated(io.grpc.Attributes transport, Metadata headers) {
            sent = true;
          }
        };

    /**
     * @param bounded for whom an answer is, that is taken in only once there are bytes for it
     * @param endless whether it goes on for as long as its client takes what comes
     */
    Attempt(Epoch epoch, Sink sink, Optional<ReadFor> bounded, boolean endless) {
      this.endless = endless;
      this.bounded = bounded;
      this.epoch = epoch;
      this.sink = sink;
    }

    void begin(ClientCall<byte[], byte[]> started, Metadata headers, byte[] request) {
      call = started;
      underway.add(this);
      started.start(this, headers);
      if (bounded.isEmpty()) {
        started.request(1);
      }
      started.sendMessage(request);
      started.halfClose();
      sink.onReady(this::clientMoved);
    }

    void abandon(String why) {
      ClientCall<byte[], byte[]> started = call;
      if (started != null) {
        started.cancel(why, null);
      }
    }

    private void clientMoved() {
      if (sink.isOver()) {
        abandon("the client is gone");
      } else {
        requestIfReady(false);
      }
    }

    /** The answer is on its way: it is taken in once there are bytes for it. */
    @Override
    public void onHeaders(Metadata headers) {
      if (bounded.isEmpty()) {
        return;
      }
      ReadFor read = bounded.get();
      room = answers.take(read.owner(), limits.reads().answerBytes());
      if (room.isEmpty()) {
        crowded = true;
        abandon("too many answers wait for room");
        return;
      }
      var _ =
          room.get()
              .orTimeout(limits.reads().longestWait().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (held, thrown) -> {
                    if (thrown != null) {
                      crowded = true;
                      abandon("no room for the answer");
                    } else {
                      read.life().hold(held);
                      take(1);
                    }
                  });
    }

    private void take(int messages) {
      ClientCall<byte[], byte[]> started = call;
      if (started != null) {
        started.request(messages);
      }
    }

    @Override
    public void onMessage(byte[] message) {
      sink.send(message);
      requestIfReady(true);
    }

    /** Takes the next message only once the client has room for it. */
    private synchronized void requestIfReady(boolean more) {
      if (more && !wanted) {
        wanted = true;
        wantedSinceNanos = System.nanoTime();
      }
      ClientCall<byte[], byte[]> started = call;
      if (wanted && started != null && sink.isReady()) {
        wanted = false;
        started.request(1);
      }
    }

    /** The client has had room for nothing since its last message, which is too long ago. */
    void giveUpIfSlow(long nowNanos) {
      synchronized (this) {
        if (!endless || !wanted || nowNanos - wantedSinceNanos <= limits.slowReader().toNanos()) {
          return;
        }
        slow = true;
      }
      abandon("the client takes nothing");
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      underway.remove(this);
      room.ifPresent(waiting -> waiting.cancel(false));
      if (crowded) {
        end.completeExceptionally(new Failure.NotTaken(NotServing.OVERLOADED).asException());
      } else if (slow) {
        end.completeExceptionally(new Failure.SlowReader(limits.slowReader()).asException());
      } else if (status.isOk()) {
        end.complete(null);
      } else {
        end.completeExceptionally(failureOf(status, trailers, sent).asException());
      }
    }
  }
}
