package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Result;
import chat.node.host.FakeStore;
import chat.node.replica.Message;
import chat.proto.replication.v1.ExchangeRequest;
import chat.proto.replication.v1.ExchangeResponse;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.StorageId;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The peer port against peers that behave, and against others. */
class ReplicationEndpointTest {
  private static final PeerIdentity SELF = Peer.identity("chat-0", "ours");
  private static final PeerIdentity OTHER = Peer.identity("chat-1", "ours");

  @TempDir Path folder;
  private final HeardPeers heard = new HeardPeers();
  private final PeerLinks links = new PeerLinks(SELF, PeerLimits.DEFAULTS, InstantSource.system());
  private Peer port;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    port = new Peer(endpoint());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port.address().port()).usePlaintext().build();
  }

  private ReplicationEndpoint endpoint() {
    FakeStore store =
        new FakeStore(
            new StorageId("disk"),
            new FakeStore.Retained(100, 1 << 20, 1 << 20, 10),
            (_, _) -> new Result.Nothing());
    PeerLimits limits = PeerLimits.DEFAULTS;
    return new ReplicationEndpoint(
        SELF, links, heard, limits, new SnapshotSending(SELF, store, folder, limits));
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    links.close();
    port.close();
  }

  @Test
  void a_stream_that_does_not_begin_with_a_hello_is_refused() {
    Stream stream = new Stream();
    stream.say(PeerCodec.encode(new Message.Refused(new Epoch(1))));
    stream.assertRefused(Status.Code.FAILED_PRECONDITION, "HELLO_MISSING");
  }

  @Test
  void a_peer_of_another_cluster_is_refused() {
    Stream stream = new Stream();
    stream.greet(Peer.identity("chat-1", "theirs"), "chat-0");
    stream.assertRefused(Status.Code.FAILED_PRECONDITION, "CLUSTER_MISMATCH");
  }

  @Test
  void a_peer_that_means_another_node_is_refused() {
    Stream stream = new Stream();
    stream.greet(OTHER, "chat-2");
    stream.assertRefused(Status.Code.FAILED_PRECONDITION, "NODE_MISMATCH");
  }

  @Test
  void a_peer_without_a_proper_name_is_refused() {
    Stream stream = new Stream();
    var hello = OTHER.helloTo("chat-0").toBuilder().setNode("chat_1");
    stream.say(ExchangeRequest.newBuilder().setHello(hello).build());
    stream.assertRefused(Status.Code.INVALID_ARGUMENT, "MALFORMED");
  }

  @Test
  void a_hello_with_a_text_that_is_too_long_is_refused_without_repeating_it() {
    String long_ = "x".repeat(1 << 20);
    var hello = OTHER.helloTo("chat-0");
    for (var asked :
        List.of(
            hello.toBuilder().setNode(long_),
            hello.toBuilder().setPeer(long_),
            hello.toBuilder().setClusterId(long_),
            hello.toBuilder().setStorageId(long_),
            hello.toBuilder().setBootId(long_),
            hello.toBuilder().setForwardToken(long_),
            hello.toBuilder().setPeerAddress(long_ + ":1"))) {
      Stream stream = new Stream();
      stream.say(ExchangeRequest.newBuilder().setHello(asked).build());
      Status status = stream.assertRefused(Status.Code.INVALID_ARGUMENT, "MALFORMED");
      assertThat(status.getDescription()).hasSizeLessThan(200);
    }
  }

  @Test
  void a_peer_that_answers_with_a_name_that_is_too_long_is_not_linked() throws Exception {
    String long_ = "x".repeat(1 << 20);
    HeardPeers caller = new HeardPeers();
    AtomicInteger calls = new AtomicInteger();
    var answering =
        new ReplicationServiceGrpc.ReplicationServiceImplBase() {
          @Override
          public StreamObserver<ExchangeRequest> exchange(StreamObserver<ExchangeResponse> to) {
            calls.incrementAndGet();
            var hello = SELF.helloTo("chat-1").toBuilder().setForwardToken(long_);
            to.onNext(ExchangeResponse.newBuilder().setHello(hello).build());
            return new Unheard<>();
          }
        };
    try (Peer other = new Peer(answering);
        PeerLinks calling = new PeerLinks(OTHER, PeerLimits.DEFAULTS, InstantSource.system())) {
      calling.start(caller, Map.of(SELF.node(), other.address()));
      await().until(() -> calls.get() >= 3); // Given up, and tried again.
      assertThat(caller.events).doesNotContain("up chat-0");
    }
  }

  @Test
  void a_malformed_message_ends_the_stream_and_reaches_nobody() {
    Stream stream = new Stream();
    stream.greet(OTHER, "chat-0");
    stream.say(PeerCodec.encode(new Message.Refused(new Epoch(1))));
    var malformed = ExchangeRequest.newBuilder();
    malformed.getRefusedBuilder().setPromise(-1);
    stream.say(malformed.build());
    stream.say(PeerCodec.encode(new Message.Refused(new Epoch(2))));
    stream.requests.onCompleted();
    stream.assertRefused(Status.Code.INVALID_ARGUMENT, "MALFORMED");
    assertThat(heard.messages).containsExactly(new Message.Refused(new Epoch(1)));
  }

  @Test
  void a_peer_sends_only_so_far_ahead_of_the_loop_and_loses_nothing() {
    int ahead = PeerLimits.DEFAULTS.untakenMessages();
    List<Message> sent =
        LongStream.rangeClosed(1, 3L * ahead)
            .<Message>mapToObj(i -> new Message.Refused(new Epoch(i)))
            .toList();
    Stream stream = new Stream();
    stream.greet(OTHER, "chat-0");
    sent.forEach(message -> stream.say(PeerCodec.encode(message)));
    await().until(() -> heard.messages.size() == ahead);
    await()
        .until(
            () -> {
              assertThat(heard.untaken).hasSizeLessThanOrEqualTo(ahead);
              heard.takeAll();
              return heard.messages.size() == sent.size();
            });
    assertThat(heard.messages).isEqualTo(sent);
  }

  @Test
  void a_link_carries_messages_and_comes_back_after_the_peer_restarted() throws Exception {
    NodeName self = SELF.node();
    Message message = new Message.ReadRound(new Epoch(4), 9);
    HeardPeers caller = new HeardPeers();
    try (PeerLinks other = new PeerLinks(OTHER, PeerLimits.DEFAULTS, InstantSource.system())) {
      other.start(caller, Map.of(self, port.address()));
      await().until(() -> caller.events.contains("up chat-0"));
      other.send(self, message);
      other.keepAlive();
      await().until(() -> heard.messages.contains(message));
      await().until(() -> heard.events.contains("heard chat-1"));

      int number = port.address().port();
      port.close();
      await().until(() -> caller.events.contains("refused chat-0"));
      assertThat(caller.events).startsWith("up chat-0", "broken chat-0", "refused chat-0");
      assertThat(other.hasRoom(self)).isFalse();

      heard.messages.clear();
      port = new Peer(endpoint(), number);
      await().until(() -> caller.events.getLast().equals("up chat-0"));
      other.send(self, message);
      await().until(() -> heard.messages.equals(List.of(message)));
    }
  }

  @Test
  void a_node_that_ends_says_so_while_its_port_is_still_open() throws Exception {
    NodeName self = SELF.node();
    HeardPeers caller = new HeardPeers();
    ReplicationEndpoint ending = endpoint();
    try (Peer open = new Peer(ending);
        PeerLinks other = new PeerLinks(OTHER, PeerLimits.DEFAULTS, InstantSource.system())) {
      other.start(caller, Map.of(self, open.address()));
      await().until(() -> caller.events.contains("up chat-0"));
      ending.close();
      await().until(() -> caller.events.size() >= 3);
      assertThat(caller.events).startsWith("up chat-0", "broken chat-0", "refused chat-0");

      await().until(() -> caller.events.size() >= 4);
      assertThat(caller.events.subList(3, caller.events.size())).containsOnly("refused chat-0");
    }
  }

  @Test
  void a_snapshot_is_given_to_the_own_cluster_only() {
    var request = FetchSnapshotRequest.newBuilder().setClusterId("theirs").build();
    var stub =
        ReplicationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    assertThatThrownBy(() -> stub.fetchSnapshot(request).hasNext())
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("CLUSTER_MISMATCH");
  }

  @Test
  void a_snapshot_for_a_cluster_id_that_is_too_long_is_refused_without_repeating_it() {
    var request = FetchSnapshotRequest.newBuilder().setClusterId("x".repeat(1 << 20)).build();
    var stub =
        ReplicationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> stub.fetchSnapshot(request).hasNext())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .startsWith("MALFORMED")
                  .hasSizeLessThan(200);
            });
  }

  /** A peer's stream, spoken by hand. */
  private final class Stream implements StreamObserver<ExchangeResponse> {
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final StreamObserver<ExchangeRequest> requests =
        ReplicationServiceGrpc.newStub(channel).exchange(this);

    void greet(PeerIdentity from, String to) {
      say(ExchangeRequest.newBuilder().setHello(from.helloTo(to)).build());
    }

    void say(ExchangeRequest request) {
      requests.onNext(request);
    }

    Status assertRefused(Status.Code code, String reason) {
      Status status = end.orTimeout(30, TimeUnit.SECONDS).join();
      assertThat(status.getCode()).isEqualTo(code);
      assertThat(status.getDescription()).startsWith(reason);
      return status;
    }

    @Override
    public void onNext(ExchangeResponse response) {}

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
