package chat.node.rehearsal;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.ListConversationsRequest;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Two users of one node; each call is repeated under its id until it is answered. */
final class TrainingChat implements AutoCloseable {
  private static final String PASSWORD = "only a rehearsal";
  private static final List<String> USERS = List.of("alice", "bob");
  private static final int IN_FLIGHT = 4;
  private static final int ATTEMPT_SECONDS = 20;
  private static final int PAUSE_MILLIS = 50;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ManagedChannel channel;
  private final Duration patience;
  private final List<Channel> sessions = new ArrayList<>();
  private long sent;

  TrainingChat(String address, Duration patience) {
    this.channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    this.patience = patience;
  }

  /** Both get an account, a session and a stream. */
  void begin() throws InterruptedException {
    for (String user : USERS) {
      ByteString token = random(32);
      ByteString register = random(16);
      repeated(
          () ->
              AccountServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                  .register(
                      RegisterRequest.newBuilder()
                          .setRequestId(register)
                          .setName(user)
                          .setPassword(PASSWORD)
                          .build()));
      ByteString login = random(16);
      repeated(
          () ->
              AccountServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                  .login(
                      LoginRequest.newBuilder()
                          .setRequestId(login)
                          .setName(user)
                          .setPassword(PASSWORD)
                          .setSessionToken(token)
                          .setClient("rehearsal")
                          .build()));
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
          "Bearer " + Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray()));
      sessions.add(
          ClientInterceptors.intercept(
              channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
    }
    sessions.forEach(this::subscribe);
  }

  private void subscribe(Channel session) {
    ChatServiceGrpc.newStub(session)
        .subscribe(
            SubscribeRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(SubscribeResponse event) {}

              @Override
              public void onError(Throwable failure) {
                if (!channel.isShutdown()) {
                  subscribe(session);
                }
              }

              @Override
              public void onCompleted() {
                onError(new IllegalStateException("the stream ended"));
              }
            });
  }

  /** Both write, a few at a time. */
  void send(int messages) throws InterruptedException, ExecutionException {
    try (ExecutorService senders = Executors.newFixedThreadPool(IN_FLIGHT)) {
      List<Future<SendResponse>> answers = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        int from = i % USERS.size();
        String text = "message " + ++sent + " of a rehearsal";
        answers.add(senders.submit(() -> send(from, text)));
      }
      for (Future<SendResponse> answer : answers) {
        answer.get();
      }
    }
  }

  private SendResponse send(int from, String text) throws InterruptedException {
    SendRequest request =
        SendRequest.newBuilder()
            .setRequestId(random(16))
            .setTo(USERS.get(1 - from))
            .setText(text)
            .build();
    return repeated(() -> chat(from).send(request));
  }

  /** Both read, search, and mark what they read. */
  void read() throws InterruptedException {
    for (int i = 0; i < USERS.size(); i++) {
      int user = i;
      String other = USERS.get(1 - user);
      repeated(() -> chat(user).inbox(InboxRequest.getDefaultInstance()));
      repeated(
          () -> chat(user).listMessages(ListMessagesRequest.newBuilder().setWith(other).build()));
      repeated(() -> chat(user).listConversations(ListConversationsRequest.getDefaultInstance()));
      repeated(() -> chat(user).search(SearchRequest.newBuilder().setQuery("rehears*").build()));
      MarkRequest mark =
          MarkRequest.newBuilder()
              .setRequestId(random(16))
              .setConversation(String.join(":", USERS))
              .setReadSeq(sent)
              .build();
      repeated(() -> chat(user).mark(mark));
    }
  }

  void handOverTo(String node) throws InterruptedException {
    SwitchoverRequest request =
        SwitchoverRequest.newBuilder().setRequestId(random(16)).setTo(node).build();
    repeated(() -> cluster().switchover(request));
    repeated(() -> cluster().getStatus(GetStatusRequest.getDefaultInstance()));
  }

  private ChatServiceGrpc.ChatServiceBlockingStub chat(int user) {
    return ChatServiceGrpc.newBlockingStub(sessions.get(user))
        .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS);
  }

  private ClusterServiceGrpc.ClusterServiceBlockingStub cluster() {
    return ClusterServiceGrpc.newBlockingStub(sessions.getFirst())
        .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS);
  }

  private <T> T repeated(Supplier<T> call) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() - deadline >= 0) {
          throw e;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private static ByteString random(int bytes) {
    byte[] id = new byte[bytes];
    RANDOM.nextBytes(id);
    return ByteString.copyFrom(ByteBuffer.wrap(id));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
