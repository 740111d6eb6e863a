package chat.node.grpc;

import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A subscriber is told that it has everything only where the node proved that it leads. */
@Timeout(60)
class SubscriptionClaimsTest {
  private TestCluster cluster;
  private byte[] alice;

  @BeforeEach
  void begin() throws Exception {
    CallLimits quick =
        CallLimits.DEFAULTS.with(
            Duration.ofMillis(1500),
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            Duration.ofMillis(50));
    cluster = new TestCluster(2, Limits.DEFAULTS, quick);
    cluster.lead(0);
    alice = cluster.join("alice");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void send(int node, String text) {
    var _ = cluster.chat(node, alice).send(message("alice", text));
  }

  private Iterator<SubscribeResponse> subscribe(ByteString cursor) {
    return cluster
        .chat(0, alice)
        .subscribe(SubscribeRequest.newBuilder().setFromStart(true).setCursor(cursor).build());
  }

  @Test
  void a_primary_that_is_cut_off_sends_no_heartbeat_and_ends_the_stream_with_its_cursor() {
    send(0, "before");
    Iterator<SubscribeResponse> events = subscribe(ByteString.EMPTY);
    assertThat(events.next().getMessage().getText()).isEqualTo("before");
    assertThat(events.next().hasCaughtUp()).isTrue();
    assertThat(events.next().hasHeartbeat()).isTrue();

    cluster.nodes.get(0).holdBarriers();
    List<SubscribeResponse> rest = new ArrayList<>();
    events.forEachRemaining(rest::add); // It ends: without the barrier heartbeats go on for ever.
    assertThat(rest.getLast().getGoAway().getReason()).isEqualTo("NO_READ_BARRIER");

    cluster.lead(1);
    send(1, "after");
    Iterator<SubscribeResponse> again = subscribe(rest.getLast().getCursor());
    assertThat(again.next().getMessage().getText()).isEqualTo("after");
    assertThat(again.next().hasCaughtUp()).isTrue();
  }

  @Test
  void callers_share_a_barrier_that_begins_after_they_asked() {
    List<CompletableFuture<Long>> asked = new ArrayList<>();
    SharedBarrier shared =
        new SharedBarrier(
            () -> {
              asked.add(new CompletableFuture<>());
              return asked.getLast();
            });
    CompletableFuture<Long> first = shared.next();
    List<CompletableFuture<Long>> later = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      later.add(shared.next());
    }
    assertThat(asked).hasSize(1);
    asked.getFirst().complete(7L);
    assertThat(first).isCompletedWithValue(7L);
    assertThat(asked).hasSize(2);
    assertThat(later).noneMatch(CompletableFuture::isDone);
    asked.getLast().complete(8L);
    assertThat(later).allMatch(CompletableFuture::isDone);
    assertThat(asked).hasSize(2);
  }
}
