package chat.node.app;

import static org.awaitility.Awaitility.await;

import chat.node.chat.RequestId;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.ListSessionsRequest;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.view.Address;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One user at one node's client port, over the network. */
final class Talker implements AutoCloseable {
  private static final String PASSWORD = "correct horse";
  private static final byte[] TOKEN =
      "the same session at every node..".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  private static final long PATIENCE_SECONDS = 60;

  private final String name;
  private final ManagedChannel channel;

  Talker(String name, Node node) {
    this.name = name;
    Address at = node.config().advertised().client();
    this.channel = NettyChannelBuilder.forAddress(at.host(), at.port()).usePlaintext().build();
  }

  /** A new account, and its one session, which is good at every node. */
  void join() {
    AccountServiceGrpc.AccountServiceBlockingStub accounts =
        AccountServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var _ =
        accounts.register(
            RegisterRequest.newBuilder()
                .setRequestId(requestId())
                .setName(name)
                .setPassword(PASSWORD)
                .build());
    var _ =
        accounts.login(
            LoginRequest.newBuilder()
                .setRequestId(requestId())
                .setName(name)
                .setPassword(PASSWORD)
                .setSessionToken(ByteString.copyFrom(TOKEN))
                .setClient("test")
                .build());
  }

  /** To oneself, as often as it takes: the request stays the same one. */
  void send(String text) {
    SendRequest request =
        SendRequest.newBuilder().setRequestId(requestId()).setTo(name).setText(text).build();
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .ignoreExceptionsMatching(Talker::isWorthAnotherTry)
        .until(
            () ->
                ChatServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(session()))
                    .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .send(request)
                    .hasCommit());
  }

  private static boolean isWorthAnotherTry(Throwable failure) {
    Status.Code code = Status.fromThrowable(failure).getCode();
    return code == Status.Code.UNAVAILABLE || code == Status.Code.ABORTED;
  }

  int sessions() {
    return AccountServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(session()))
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .listSessions(ListSessionsRequest.getDefaultInstance())
        .getSessionsCount();
  }

  List<NodeStatus> status() {
    return ClusterServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .getStatus(GetStatusRequest.getDefaultInstance())
        .getStatus()
        .getNodesList();
  }

  ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  /** From the cursor, or from the start where it is empty. */
  Listening listen(ByteString cursor) {
    Listening listening = new Listening();
    ChatServiceGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(session()))
        .subscribe(
            SubscribeRequest.newBuilder().setFromStart(true).setCursor(cursor).build(), listening);
    return listening;
  }

  /** All that a stream has told so far, in order, and how it ended. */
  static final class Listening implements StreamObserver<SubscribeResponse> {
    final List<SubscribeResponse> events = new CopyOnWriteArrayList<>();
    private volatile Optional<String> end = Optional.empty();

    @Override
    public void onNext(SubscribeResponse event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      end = Optional.of(((StatusRuntimeException) failure).getStatus().toString());
    }

    @Override
    public void onCompleted() {
      end = Optional.of("OK");
    }

    /** Empty while it goes on. */
    Optional<String> end() {
      return end;
    }

    List<String> texts() {
      return events.stream()
          .filter(SubscribeResponse::hasMessage)
          .map(event -> event.getMessage().getText())
          .toList();
    }

    /** How often it was told that it has everything. */
    long claims() {
      return events.stream().filter(event -> event.hasCaughtUp() || event.hasHeartbeat()).count();
    }
  }

  private static Metadata session() {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(TOKEN));
    return headers;
  }

  private static ByteString requestId() {
    return ByteString.copyFrom(new RequestId(UUID.randomUUID()).bytes());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
