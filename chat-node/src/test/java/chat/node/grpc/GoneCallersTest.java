package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Limits;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A query without an end, whose client leaves. */
@Timeout(300)
class GoneCallersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TestCluster cluster;
  private byte[] alice;

  @BeforeEach
  void begin() throws Exception {
    cluster =
        new TestCluster(
            2,
            Limits.DEFAULTS,
            TestCluster.CALLS.with(ReadPoolLimits.DEFAULTS.interruptingAfter(Duration.ofDays(1))));
    cluster.lead(0);
    alice = cluster.join("alice");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void a_query_is_interrupted_when_its_client_cancels() throws Exception {
    cancelASearchAt(0);
    assertThat(cluster.servers.get(0).load().answersBytes()).isZero();
  }

  @Test
  void a_query_is_interrupted_when_its_client_cancels_at_the_node_that_passed_it_on()
      throws Exception {
    cancelASearchAt(1);
    await().atMost(PATIENCE).until(() -> cluster.servers.get(1).load().answersBytes() == 0);
  }

  private void cancelASearchAt(int node) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    cluster.state.beforeSearch(
        () -> {
          begun.countDown();
          SlowSearch.UNTIL_CUT.run();
        });
    ListenableFuture<SearchResponse> answer =
        ChatServiceGrpc.newFutureStub(cluster.channel(node))
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(alice)))
            .search(SearchRequest.newBuilder().setQuery("x").build());
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.servers.get(0).load().readsInterrupted()).isZero();

    answer.cancel(true);

    await().atMost(PATIENCE).until(() -> cluster.servers.get(0).load().readsInterrupted() == 1);
  }
}
