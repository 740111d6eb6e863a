package chat.cli.client;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.GetStatusResponse;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LoginResponse;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.proto.chat.v1.WhoAmIRequest;
import chat.proto.chat.v1.WhoAmIResponse;
import chat.view.Address;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** A node that answers as it is told: for each call the next answer of its script. */
final class FakeNode implements AutoCloseable {
  private final String name;
  private final Server server;
  private final Endpoint endpoint;
  private final Deque<Answer> script = new ArrayDeque<>();
  private final List<SendRequest> received = new ArrayList<>();
  private final List<SubscribeRequest> subscribed = new ArrayList<>();
  private final Deque<Stream> streams = new ArrayDeque<>();
  private final List<String> named = new ArrayList<>();
  private volatile String cluster = "";
  private volatile long aheadMillis;

  /** What becomes of one call. */
  sealed interface Answer {
    record Acknowledge(long seq) implements Answer {}

    record Fail(StatusRuntimeException status) implements Answer {}

    /** The connection breaks after the request came in. */
    record BreakConnection() implements Answer {}

    record KeepSilent() implements Answer {}
  }

  FakeNode(String name) throws IOException {
    this.name = name;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(new Chat())
            .addService(new Cluster())
            .addService(new Accounts())
            .intercept(new OnlyItsOwn())
            .build()
            .start();
    this.endpoint = new Endpoint(name, new Address("127.0.0.1", server.getPort()));
  }

  Endpoint endpoint() {
    return endpoint;
  }

  synchronized FakeNode then(Answer answer) {
    script.add(answer);
    return this;
  }

  /** The events of the next subscription; afterwards the stream breaks. */
  synchronized FakeNode thenStream(SubscribeResponse... events) {
    streams.add(new Stream(List.of(events), Status.UNAVAILABLE.asRuntimeException()));
    return this;
  }

  /** The next subscription is refused. */
  synchronized FakeNode thenRefuse(StatusRuntimeException status) {
    streams.add(new Stream(List.of(), status));
    return this;
  }

  private record Stream(List<SubscribeResponse> events, StatusRuntimeException end) {}

  synchronized List<SendRequest> received() {
    return List.copyOf(received);
  }

  synchronized List<SubscribeRequest> subscribed() {
    return List.copyOf(subscribed);
  }

  /**
   * As the contract has it: a status with our ErrorInfo, and RetryInfo where {@code millis > 0}.
   */
  static StatusRuntimeException ours(Status.Code code, String reason, long millis) {
    return ours(code, millis, ErrorInfo.newBuilder().setDomain("chat").setReason(reason).build());
  }

  /** As a node tells it that says whether the request can still take effect. */
  static StatusRuntimeException refused(Status.Code code, String reason, boolean isFinal) {
    return ours(
        code,
        0,
        ErrorInfo.newBuilder()
            .setDomain("chat")
            .setReason(reason)
            .putMetadata("final", Boolean.toString(isFinal))
            .build());
  }

  private static StatusRuntimeException ours(Status.Code code, long millis, ErrorInfo info) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("because " + info.getReason())
            .addDetails(Any.pack(info));
    if (millis > 0) {
      Duration delay =
          Duration.newBuilder()
              .setSeconds(millis / 1000)
              .setNanos((int) (millis % 1000) * 1_000_000)
              .build();
      status.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  static SubscribeResponse message(long seq, String cursor) {
    return SubscribeResponse.newBuilder()
        .setMessage(chat.proto.chat.v1.Message.newBuilder().setSeq(seq).setText("text " + seq))
        .setCursor(ByteString.copyFromUtf8(cursor))
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private synchronized Answer next(SendRequest request) {
    received.add(request);
    Answer answer = script.poll();
    return answer == null ? new Answer.KeepSilent() : answer;
  }

  private synchronized Stream next(SubscribeRequest request) {
    subscribed.add(request);
    Stream stream = streams.poll();
    return stream == null ? new Stream(List.of(), Status.UNAVAILABLE.asRuntimeException()) : stream;
  }

  private final class Chat extends ChatServiceGrpc.ChatServiceImplBase {
    @Override
    public void send(SendRequest request, StreamObserver<SendResponse> observer) {
      switch (next(request)) {
        case Answer.Acknowledge(long seq) -> {
          observer.onNext(
              SendResponse.newBuilder()
                  .setConversation("a:b")
                  .setSeq(seq)
                  .setCommit(Commit.newBuilder().setPosition(seq).setInSyncCount(3))
                  .build());
          observer.onCompleted();
        }
        case Answer.Fail(StatusRuntimeException status) -> observer.onError(status);
        case Answer.BreakConnection _ -> server.shutdownNow();
        case Answer.KeepSilent _ -> {}
      }
    }

    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
      Stream stream = next(request);
      stream.events().forEach(observer::onNext);
      observer.onError(stream.end());
    }
  }

  /** From now on it is of this cluster, and refuses calls for another one. */
  FakeNode ofCluster(String id) {
    cluster = id;
    return this;
  }

  /** The clusters that calls named; empty: none. */
  synchronized List<String> named() {
    return List.copyOf(named);
  }

  private synchronized void names(String id) {
    named.add(id);
  }

  private final class OnlyItsOwn implements ServerInterceptor {
    private static final Metadata.Key<String> CLUSTER =
        Metadata.Key.of("chat-cluster", Metadata.ASCII_STRING_MARSHALLER);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String id = Objects.requireNonNullElse(headers.get(CLUSTER), "");
      names(id);
      if (id.isEmpty() || cluster.isEmpty() || id.equals(cluster)) {
        return next.startCall(call, headers);
      }
      var refused = ours(Status.Code.FAILED_PRECONDITION, "ANOTHER_CLUSTER", 0);
      call.close(
          refused.getStatus(), Objects.requireNonNullElseGet(refused.getTrailers(), Metadata::new));
      return new ServerCall.Listener<>() {};
    }
  }

  private final class Accounts extends AccountServiceGrpc.AccountServiceImplBase {
    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> observer) {
      observer.onNext(WhoAmIResponse.newBuilder().setName("alice").build());
      observer.onCompleted();
    }

    @Override
    public void login(LoginRequest request, StreamObserver<LoginResponse> observer) {
      observer.onNext(LoginResponse.newBuilder().setSessionId("s").build());
      observer.onCompleted();
    }
  }

  /** Its clock, beside this machine's. */
  FakeNode clockAhead(long millis) {
    aheadMillis = millis;
    return this;
  }

  private final class Cluster extends ClusterServiceGrpc.ClusterServiceImplBase {
    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> observer) {
      observer.onNext(
          GetStatusResponse.newBuilder()
              .setStatus(
                  ClusterStatus.newBuilder()
                      .setClusterId(cluster)
                      .setAnsweredBy(name)
                      .setEpoch(7)
                      .addNodes(
                          NodeStatus.newBuilder()
                              .setName(name)
                              .setVersion("1.2.3")
                              .setTimeMillis(System.currentTimeMillis() + aheadMillis)))
              .build());
      observer.onCompleted();
    }
  }
}
