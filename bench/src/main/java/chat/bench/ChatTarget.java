package chat.bench;

import chat.e2e.client.ClusterEye;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalCluster;
import chat.e2e.cluster.LocalNode;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Three replicas of this project: user i writes to user i + 1. */
final class ChatTarget implements Target {
  private static final int NODES = 3;
  private static final int USERS = 64;
  private static final long START_MILLIS = 60_000;
  private static final String PASSWORD = "bench bench bench";
  private static final String TEXT = "x".repeat(TEXT_BYTES);

  /** The cluster is measured, not the limit of one session. */
  private static final List<String> NO_RATE_LIMIT =
      List.of("-Dchat.limits.requests.per.second=1000000", "-Dchat.limits.request.burst=1000000");

  private final LocalCluster cluster;
  private final List<TestClient> users = new ArrayList<>();
  private final List<Channel> sessions;

  ChatTarget() {
    cluster = LocalCluster.of(NODES, NO_RATE_LIMIT);
    cluster.startAll();
    try (ClusterEye eye = new ClusterEye(cluster::clientAddresses)) {
      Set<String> names = cluster.nodes().stream().map(LocalNode::name).collect(Collectors.toSet());
      eye.awaitInSync(names, START_MILLIS);
      String primary = cluster.node(eye.awaitPrimary(START_MILLIS)).clientAddress();
      for (int i = 0; i < USERS; i++) {
        users.add(
            TestClient.of(() -> List.of(primary), "user-" + i, START_MILLIS)
                .register(PASSWORD)
                .login(PASSWORD));
      }
    }
    sessions = users.stream().map(TestClient::session).toList();
  }

  @Override
  public String name() {
    return "chat";
  }

  @Override
  public CompletableFuture<SendResponse> send(long number) {
    int sender = (int) (number % USERS);
    SendRequest request =
        SendRequest.newBuilder()
            .setRequestId(requestId())
            .setTo(users.get((sender + 1) % USERS).name())
            .setText(TEXT)
            .build();
    CompletableFuture<SendResponse> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        sessions
            .get(sender)
            .newCall(
                ChatServiceGrpc.getSendMethod(),
                CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)),
        request,
        new StreamObserver<>() {
          @Override
          public void onNext(SendResponse response) {
            answer.complete(response);
          }

          @Override
          public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {}
        });
    return answer;
  }

  @Override
  public List<Long> pids() {
    return cluster.nodes().stream().map(node -> node.process().pid()).toList();
  }

  /** Marks everything read: a mailbox holds a limited number of unread messages. */
  @Override
  public void rest() {
    for (int i = 0; i < USERS; i++) {
      TestClient sender = users.get(i);
      TestClient reader = users.get((i + 1) % USERS);
      long newest = reader.newestSeq(sender.name());
      if (newest > 0) {
        reader.markRead(reader.conversationWith(sender.name()), newest);
      }
    }
  }

  @Override
  public void close() {
    users.forEach(TestClient::close);
    cluster.keepNothing();
    cluster.close();
  }

  private static ByteString requestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    ByteBuffer id = ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong());
    return ByteString.copyFrom(id.flip());
  }
}
