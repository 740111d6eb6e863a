package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Limits;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterStatus;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import chat.proto.chat.v1.WatchStatusRequest;
import chat.proto.chat.v1.WatchStatusResponse;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes on for long: subscriptions and watched status, slow, idle and cut. */
@Timeout(60)
class StreamsTest {
  private TestCluster cluster;
  private byte[] alice;

  @BeforeEach
  void begin() throws Exception {
    CallLimits quick =
        CallLimits.DEFAULTS.with(
            Duration.ofMillis(1500),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(50));
    cluster = new TestCluster(2, Limits.DEFAULTS.with(16 * 1024, 100_000, 100_000), quick);
    cluster.lead(0);
    alice = cluster.join("alice");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void send(String text) {
    var _ = cluster.chat(0, alice).send(message("alice", text));
  }

  @Test
  void an_idle_stream_beats_with_a_cursor_from_which_nothing_is_missed() {
    send("first");
    Iterator<SubscribeResponse> events =
        cluster.chat(1, alice).subscribe(SubscribeRequest.newBuilder().setFromStart(true).build());
    SubscribeResponse beat = events.next();
    while (!beat.hasHeartbeat()) {
      beat = events.next();
    }
    assertThat(events.next().hasHeartbeat()).isTrue();

    send("second");
    assertThat(
            cluster
                .chat(1, alice)
                .subscribe(SubscribeRequest.newBuilder().setCursor(beat.getCursor()).build())
                .next()
                .getMessage()
                .getText())
        .isEqualTo("second");
  }

  @Test
  void a_slow_reader_is_closed_with_its_cursor_and_goes_on_without_a_gap() {
    int count = 400;
    String long_ = "x".repeat(16 * 1000);
    for (int i = 0; i < count; i++) {
      send(i + " " + long_);
    }
    List<SubscribeResponse> heard = new ArrayList<>();
    SlowReader slow = new SlowReader();
    slow.takeOne();
    // It takes nothing until the node gave it up: the node's drain is over, or its send blocks.
    await().until(() -> cluster.servers.get(0).openSubscriptions() == 0);
    slow.takeAll(heard);

    assertThat(heard.getLast().getGoAway().getReason()).isEqualTo("SLOW_READER");
    int before = heard.size() - 1;
    assertThat(before).isLessThan(count);
    Iterator<SubscribeResponse> rest =
        cluster
            .chat(0, alice)
            .subscribe(
                SubscribeRequest.newBuilder().setCursor(heard.getLast().getCursor()).build());
    assertThat(rest.next().getMessage().getText()).startsWith(before + " ");
  }

  /** A subscription that asks for its events one by one, and not before it is told to. */
  private final class SlowReader extends ClientCall.Listener<SubscribeResponse> {
    private final BlockingQueue<SubscribeResponse> taken = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final ClientCall<SubscribeRequest, SubscribeResponse> call =
        cluster.channel(0).newCall(ChatServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT);

    SlowReader() {
      call.start(this, TestCluster.bearer(alice));
      call.sendMessage(SubscribeRequest.newBuilder().setFromStart(true).build());
      call.halfClose();
    }

    void takeOne() {
      call.request(1);
    }

    void takeAll(List<SubscribeResponse> into) {
      call.request(Integer.MAX_VALUE);
      assertThat(end).succeedsWithin(Duration.ofSeconds(30));
      taken.drainTo(into);
    }

    @Override
    public void onMessage(SubscribeResponse message) {
      taken.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      end.complete(status);
    }
  }

  @Test
  void a_watched_status_tells_a_change_at_once_and_nothing_twice() throws Exception {
    BlockingQueue<ClusterStatus> told = new LinkedBlockingQueue<>();
    var _ =
        CompletableFuture.runAsync(
            () ->
                cluster
                    .cluster(1)
                    .watchStatus(WatchStatusRequest.getDefaultInstance())
                    .forEachRemaining((WatchStatusResponse next) -> told.add(next.getStatus())));
    ClusterStatus first = next(told);
    assertThat(first.getPrimary()).isEqualTo("chat-0");

    cluster.lead(1);

    ClusterStatus later = first;
    while (!later.getPrimary().equals("chat-1") || !later.getNodes(1).getRole().equals("primary")) {
      ClusterStatus next = next(told);
      assertThat(timeless(next)).isNotEqualTo(timeless(later));
      later = next;
    }
    assertThat(later.getEpoch()).isEqualTo(2);
    assertThat(later.getServing()).isTrue();
  }

  private static ClusterStatus timeless(ClusterStatus status) {
    ClusterStatus.Builder timeless = status.toBuilder();
    timeless.getNodesBuilderList().forEach(node -> node.setTimeMillis(0));
    return timeless.build();
  }

  private static ClusterStatus next(BlockingQueue<ClusterStatus> told) throws InterruptedException {
    return java.util.Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void the_status_hashes_every_state_at_the_index_that_it_names() {
    byte[] root = cluster.join("root");
    send("hi");
    ClusterStatus status =
        cluster
            .cluster(1, root)
            .getStatus(GetStatusRequest.newBuilder().setWithHashes(true).build())
            .getStatus();

    assertThat(status.getNodesList())
        .hasSize(2)
        .allSatisfy(
            node -> {
              assertThat(node.getStateHash()).isEqualTo(cluster.state.stateHash().hex());
              assertThat(node.getHashIndex()).isEqualTo(cluster.state.appliedIndex());
            });
    assertThat(
            cluster
                .cluster(1)
                .getStatus(GetStatusRequest.getDefaultInstance())
                .getStatus()
                .getNodesList())
        .allMatch(node -> node.getStateHash().isEmpty());
  }

  @Test
  void a_link_that_is_cut_in_the_middle_of_a_change_leaves_its_outcome_unknown() {
    long before = cluster.state.appliedIndex();
    cluster.nodes.get(0).holdAnswers();
    var call =
        CompletableFuture.runAsync(
            () ->
                fails(
                    () -> cluster.chat(1, alice).send(message("alice", "hi")),
                    Status.Code.ABORTED,
                    "OUTCOME_UNKNOWN"));
    await().until(() -> cluster.state.appliedIndex() > before);

    cluster.cutLinkTo(0);

    assertThat(call).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void a_forwarded_stream_whose_link_is_cut_says_farewell_with_its_cursor() {
    Iterator<SubscribeResponse> events =
        cluster.chat(1, alice).subscribe(SubscribeRequest.getDefaultInstance());
    ByteString cursor = events.next().getCursor();

    cluster.cutLinkTo(0);

    SubscribeResponse last = events.next();
    while (!last.hasGoAway()) {
      cursor = last.getCursor();
      last = events.next();
    }
    assertThat(last.getGoAway().getReason()).isEqualTo("LINK_LOST");
    assertThat(last.getCursor()).isEqualTo(cursor);
    assertThat(events.hasNext()).isFalse();
  }

  @Test
  void at_a_hand_over_every_stream_is_sent_on_with_its_cursor_and_misses_nothing() {
    byte[] root = cluster.join("root");
    Iterator<SubscribeResponse> direct = fromStart(0);
    Iterator<SubscribeResponse> forwarded = fromStart(1);
    // Both stand before the primary moves: a call on its way would find the new one at once.
    assertThat(direct.next().hasMessage()).isFalse();
    assertThat(forwarded.next().hasMessage()).isFalse();
    send("before");

    var _ =
        cluster
            .cluster(1, root)
            .switchover(
                SwitchoverRequest.newBuilder().setRequestId(requestId()).setTo("chat-1").build());
    send("after");

    assertGoesOn(direct, "NOT_PRIMARY");
    // The node that passes it on may drop its link to the old primary before that says farewell.
    assertGoesOn(forwarded, "NOT_PRIMARY", "LINK_LOST");
  }

  private void assertGoesOn(Iterator<SubscribeResponse> stream, String... reasons) {
    List<String> heard = new ArrayList<>();
    SubscribeResponse farewell = untilFarewell(stream, heard);
    assertThat(farewell.getGoAway().getReason()).isIn((Object[]) reasons);
    assertThat(heard).isSubsetOf("before");
    Iterator<SubscribeResponse> rest =
        cluster
            .chat(1, alice)
            .subscribe(SubscribeRequest.newBuilder().setCursor(farewell.getCursor()).build());
    while (!heard.contains("after")) {
      SubscribeResponse event = rest.next();
      if (event.hasMessage()) {
        heard.add(event.getMessage().getText());
      }
    }
    assertThat(heard).containsExactly("before", "after");
  }

  @Test
  void a_node_that_ends_sends_its_streams_on_with_their_cursors() {
    Iterator<SubscribeResponse> stream = fromStart(0);
    send("before");
    SubscribeResponse heard = stream.next();
    while (!heard.hasMessage()) {
      heard = stream.next();
    }

    cluster.servers.get(0).close();

    SubscribeResponse farewell = untilFarewell(stream, new ArrayList<>());
    assertThat(farewell.getGoAway().getReason()).isEqualTo("ENDING");
    cluster.lead(1);
    Iterator<SubscribeResponse> rest =
        cluster
            .chat(1, alice)
            .subscribe(SubscribeRequest.newBuilder().setCursor(farewell.getCursor()).build());
    assertThat(rest.next().hasCaughtUp()).isTrue();
  }

  /** It stands: the node may have been slow to take it, and have handed over meanwhile. */
  private Iterator<SubscribeResponse> fromStart(int node) {
    Iterator<SubscribeResponse> stream =
        cluster
            .chat(node, alice)
            .subscribe(SubscribeRequest.newBuilder().setFromStart(true).build());
    assertThat(stream.next().hasCaughtUp()).isTrue();
    return stream;
  }

  private static SubscribeResponse untilFarewell(
      Iterator<SubscribeResponse> stream, List<String> texts) {
    while (true) {
      SubscribeResponse event = stream.next();
      if (event.hasMessage()) {
        texts.add(event.getMessage().getText());
      }
      if (event.hasGoAway()) {
        return event;
      }
    }
  }
}
