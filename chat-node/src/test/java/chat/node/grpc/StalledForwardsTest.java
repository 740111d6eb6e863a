package chat.node.grpc;

import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Limits;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ExportAccountRequest;
import chat.proto.chat.v1.ExportAccountResponse;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** Clients of a backup that take nothing of the streams which it passes on. */
@Timeout(300)
class StalledForwardsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String PATIENT = "nobody is given up for being slow";
  private static final int COUNT = 300;
  private static final int STREAMS = 15;
  private static final int CLIENT_WINDOW = 16 * 1024;

  /** The window between the nodes, what the transport to the client buffers, a message at each. */
  private static final long HELD_OF_EACH = 256 * 1024;

  private TestCluster cluster;
  private ManagedChannel backup;
  private byte[] alice;

  /** Alice has far more to read than a stream may hold on its way. */
  @BeforeEach
  void begin(TestInfo test) throws Exception {
    Duration slowReader = test.getTags().contains(PATIENT) ? LONG : Duration.ofMillis(500);
    CallLimits calls =
        CallLimits.DEFAULTS.with(
            CallLimits.DEFAULTS.patience(), LONG, slowReader, CallLimits.DEFAULTS.statusInterval());
    cluster = new TestCluster(2, Limits.DEFAULTS.with(16 * 1024, 100_000, 100_000), calls);
    cluster.lead(0);
    alice = cluster.join("alice");
    String padding = "x".repeat(16 * 1000);
    for (int i = 0; i < COUNT; i++) {
      send(0, i + " " + padding);
    }
    backup =
        NettyChannelBuilder.forAddress("127.0.0.1", cluster.address(1).port())
            .usePlaintext()
            .flowControlWindow(CLIENT_WINDOW)
            .build();
  }

  @AfterEach
  void end() {
    backup.shutdownNow();
    cluster.close();
  }

  private void send(int node, String text) {
    var _ = cluster.chat(node, alice).withDeadlineAfter(PATIENCE).send(message("alice", text));
  }

  @Test
  @Tag(PATIENT)
  void the_bytes_of_stalled_streams_are_bounded_and_other_calls_through_the_backup_go_on()
      throws Exception {
    long before = cluster.bytesFrom(0);
    List<Stalled<?, ?>> streams = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      Stalled<?, ?> stream = subscription();
      stream.takeOne();
      streams.add(stream);
    }
    awaitStandstill();

    assertThat(cluster.bytesFrom(0) - before).isLessThan(STREAMS * HELD_OF_EACH);
    for (int i = 0; i < 20; i++) {
      send(1, "beside them " + i);
      var page =
          cluster
              .chat(1, alice)
              .withDeadlineAfter(PATIENCE)
              .listMessages(ListMessagesRequest.newBuilder().setWith("alice").setLimit(50).build());
      assertThat(page.getMessagesCount()).isEqualTo(50);
    }
    streams.forEach(Stalled::cancel);
  }

  /** The primary sends no more, for nobody takes anything. */
  private void awaitStandstill() {
    long[] last = {-1};
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(
            () -> {
              long now = cluster.bytesFrom(0);
              boolean still = now == last[0];
              last[0] = now;
              return still;
            });
  }

  @Test
  void a_subscription_that_is_not_taken_is_given_up_with_its_cursor_and_goes_on_without_a_gap()
      throws Exception {
    Stalled<SubscribeRequest, SubscribeResponse> slow = subscription();
    slow.takeOne();
    assertThat(cluster.servers.get(1).openForwards()).isEqualTo(1);

    // It has taken nothing more, so only the backup itself can end what it passes on.
    await().atMost(PATIENCE).until(() -> cluster.servers.get(1).openForwards() == 0);

    Status status = slow.takeAll();
    assertThat(status.isOk()).isTrue();
    SubscribeResponse last = slow.taken.removeLast();
    assertThat(last.getGoAway().getReason()).isEqualTo("SLOW_READER");
    int heard = slow.taken.size();
    assertThat(heard).isLessThan(COUNT);
    assertThat(
            cluster
                .chat(1, alice)
                .subscribe(SubscribeRequest.newBuilder().setCursor(last.getCursor()).build())
                .next()
                .getMessage()
                .getText())
        .startsWith(heard + " ");
  }

  @Test
  void a_download_that_is_not_taken_is_given_up_with_a_reason() throws Exception {
    Stalled<ExportAccountRequest, ExportAccountResponse> slow =
        new Stalled<>(
            AccountServiceGrpc.getExportAccountMethod(), ExportAccountRequest.getDefaultInstance());
    slow.takeOne();

    await().atMost(PATIENCE).until(() -> cluster.servers.get(1).openForwards() == 0);

    Status status = slow.takeAll();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).startsWith("nothing was read for");
  }

  private Stalled<SubscribeRequest, SubscribeResponse> subscription() {
    return new Stalled<>(
        ChatServiceGrpc.getSubscribeMethod(),
        SubscribeRequest.newBuilder().setFromStart(true).build());
  }

  /** A call through the backup that takes nothing until it is told to. */
  private final class Stalled<Q, A> extends ClientCall.Listener<A> {
    final LinkedBlockingDeque<A> taken = new LinkedBlockingDeque<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<Q, A> call;

    Stalled(MethodDescriptor<Q, A> method, Q request) {
      call = backup.newCall(method, CallOptions.DEFAULT);
      call.start(this, TestCluster.bearer(alice));
      call.sendMessage(request);
      call.halfClose();
    }

    void takeOne() throws InterruptedException {
      call.request(1);
      assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
    }

    Status takeAll() {
      call.request(Integer.MAX_VALUE);
      return end.orTimeout(60, TimeUnit.SECONDS).join();
    }

    void cancel() {
      call.cancel("the test is over", null);
    }

    @Override
    public void onMessage(A part) {
      taken.add(part);
      first.countDown();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }
}
