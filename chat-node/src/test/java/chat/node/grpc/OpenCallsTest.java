package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.host.WaitingBudget;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls hold while they are open at a node that knows of no primary, and its bound. */
@Timeout(180)
@SuppressWarnings("NullAway.Init")
class OpenCallsTest {
  private static final SendRequest REQUEST = TestCluster.message("ann", "x".repeat(10_000));
  private static final long HELD = WaitingBudget.heldBy(REQUEST.getSerializedSize());

  /** Two calls fit in. */
  private final WaitingBudget open = new WaitingBudget(3 * HELD - 1);

  private TestCluster cluster;
  private byte[] ann;

  @BeforeEach
  void start() throws Exception {
    TestCluster.Wiring bounded =
        new TestCluster.Wiring() {
          @Override
          public WaitingBudget open(int node) {
            return node == 1 ? open : TestCluster.Wiring.super.open(node);
          }
        };
    cluster = new TestCluster(2, TestCluster.CALLS, bounded);
    cluster.lead(0);
    ann = cluster.join("ann");
    cluster.nodes.get(1).start(0);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void calls_beyond_the_bytes_are_refused_and_answered_ones_give_back_what_they_held()
      throws Exception {
    ListenableFuture<SendResponse> first = send();
    ListenableFuture<SendResponse> second = send();
    await().until(() -> open.takenBytes() == 2 * HELD);
    Refusals.fails(() -> cluster.chat(1, ann).send(REQUEST), Status.Code.UNAVAILABLE, "OVERLOADED");
    assertThat(open.takenBytes()).isEqualTo(2 * HELD);

    cluster.lead(0);

    assertThat(first.get(60, TimeUnit.SECONDS).hasCommit()).isTrue();
    assertThat(second.get(60, TimeUnit.SECONDS).hasCommit()).isTrue();
    await().until(() -> open.takenBytes() == 0);
    assertThat(send().get(60, TimeUnit.SECONDS).hasCommit()).isTrue();
    await().until(() -> open.takenBytes() == 0);
  }

  @Test
  void a_call_whose_client_left_or_whose_deadline_passed_holds_nothing() {
    ListenableFuture<SendResponse> left = send();
    await().until(() -> open.takenBytes() == HELD);
    left.cancel(true);
    await().until(() -> open.takenBytes() == 0);

    ListenableFuture<SendResponse> late = send(1);
    assertThatThrownBy(() -> late.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    await().until(() -> open.takenBytes() == 0);
  }

  @Test
  void a_port_that_closes_gives_back_what_its_calls_held() {
    ListenableFuture<SendResponse> waiting = send();
    await().until(() -> open.takenBytes() == HELD);
    cluster.servers.get(1).close();
    assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    await().until(() -> open.takenBytes() == 0);
  }

  private ListenableFuture<SendResponse> send() {
    return send(120);
  }

  private ListenableFuture<SendResponse> send(long deadlineSeconds) {
    return ChatServiceGrpc.newFutureStub(cluster.channel(1))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(ann)))
        .withDeadlineAfter(deadlineSeconds, TimeUnit.SECONDS)
        .send(REQUEST.toBuilder().setRequestId(TestCluster.requestId()).build());
  }
}
