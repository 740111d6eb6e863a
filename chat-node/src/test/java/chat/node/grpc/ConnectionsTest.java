package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Limits;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.view.Address;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds of connections, and of calls and streams on them. */
@Timeout(300)
class ConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ConnectionLimits USUAL = ConnectionLimits.DEFAULTS;

  private static CallLimits limits(int all, int ofAddress, int calls, Duration streamAge) {
    return TestCluster.CALLS.with(
        new ConnectionLimits(
            all,
            ofAddress,
            calls,
            USUAL.streams(),
            USUAL.age(),
            USUAL.ageGrace(),
            streamAge,
            USUAL.slowAnswer()));
  }

  @Test
  void a_connection_that_is_one_too_many_is_closed_and_those_that_stand_are_served()
      throws Exception {
    try (TestCluster cluster =
        new TestCluster(1, Limits.DEFAULTS, limits(3, 1, 8, USUAL.streamAge()))) {
      cluster.lead(0);
      assertThat(statusOf(cluster)).isEqualTo("chat-0");
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sockets.add(connect(cluster.address(0)));
      }

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(cluster.servers.get(0).load().connections()).isEqualTo(3);
                assertThat(cluster.servers.get(0).load().connectionsRefused()).isEqualTo(8);
              });
      assertThat(statusOf(cluster)).isEqualTo("chat-0");
      for (Socket socket : sockets) {
        socket.close();
      }
      await().atMost(PATIENCE).until(() -> cluster.servers.get(0).load().connections() == 1);
    }
  }

  private static String statusOf(TestCluster cluster) {
    return cluster
        .cluster(0)
        .getStatus(GetStatusRequest.getDefaultInstance())
        .getStatus()
        .getPrimary();
  }

  private static Socket connect(Address address) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(address.host(), address.port()), 10_000);
    return socket;
  }

  @Test
  void an_address_has_so_many_connections_and_a_tunnel_counts_for_the_sum_alone() {
    Slots<String> places = new Slots<>(10, 1);
    SocketAddress loopback = new InetSocketAddress("127.0.0.1", 1);
    assertThat(Caller.addressOf(loopback)).isEmpty();
    SocketAddress far = new InetSocketAddress("192.0.2.1", 1);
    assertThat(taken(places, Caller.addressOf(far))).isTrue();
    assertThat(taken(places, Caller.addressOf(far))).isFalse();
    assertThat(taken(places, Caller.addressOf(loopback))).isTrue();
    assertThat(taken(places, Caller.addressOf(loopback))).isTrue();
  }

  private static boolean taken(Slots<String> places, Optional<String> address) {
    Failure full = new Failure.Limited("full", Duration.ofSeconds(1));
    return !places
        .hold(address, full, java.util.concurrent.CompletableFuture::new)
        .isCompletedExceptionally();
  }

  @Test
  void a_connection_has_so_many_calls_and_streams_of_any_service() throws Exception {
    try (TestCluster cluster =
        new TestCluster(1, Limits.DEFAULTS, limits(10, 10, 2, USUAL.streamAge()))) {
      cluster.lead(0);
      Iterator<HealthCheckResponse> first = watch(cluster.channel(0));
      Iterator<HealthCheckResponse> second = watch(cluster.channel(0));
      assertThat(first.next()).isEqualTo(second.next());

      fails(() -> watch(cluster.channel(0)).next(), Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMITED");
      ManagedChannel other =
          NettyChannelBuilder.forAddress("127.0.0.1", cluster.address(0).port())
              .usePlaintext()
              .build();
      assertThat(watch(other).hasNext()).as("on another connection").isTrue();
      other.shutdownNow();
    }
  }

  private static Iterator<HealthCheckResponse> watch(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel).watch(HealthCheckRequest.getDefaultInstance());
  }

  @Test
  void a_stream_that_reached_its_age_is_sent_on_with_its_cursor_and_misses_nothing()
      throws Exception {
    try (TestCluster cluster =
        new TestCluster(1, Limits.DEFAULTS, limits(10, 10, 8, Duration.ZERO))) {
      cluster.lead(0);
      byte[] alice = cluster.join("alice");
      Iterator<SubscribeResponse> stream =
          cluster.chat(0, alice).subscribe(SubscribeRequest.getDefaultInstance());
      assertThat(stream.next().hasCaughtUp()).isTrue();
      send(cluster, alice, "one");

      SubscribeResponse last = stream.next();
      boolean heard = false;
      while (!last.hasGoAway()) {
        heard |= last.hasMessage();
        last = stream.next();
      }
      assertThat(last.getGoAway().getReason()).isEqualTo("AGED");
      assertThat(stream.hasNext()).isFalse();
      Iterator<SubscribeResponse> rest =
          cluster
              .chat(0, alice)
              .subscribe(SubscribeRequest.newBuilder().setCursor(last.getCursor()).build());
      assertThat(rest.next().hasMessage()).isEqualTo(!heard);
    }
  }

  @Test
  void a_stream_that_is_aged_and_whose_session_has_ended_is_told_that_the_session_has_ended()
      throws Exception {
    Duration age = Duration.ofSeconds(5);
    try (TestCluster cluster = new TestCluster(1, Limits.DEFAULTS, limits(10, 10, 8, age))) {
      cluster.lead(0);
      byte[] alice = cluster.join("alice");
      Iterator<SubscribeResponse> stream =
          cluster.chat(0, alice).subscribe(SubscribeRequest.getDefaultInstance());
      assertThat(stream.next().hasCaughtUp()).isTrue();
      long aged = System.nanoTime() + age.toNanos();
      await().atMost(PATIENCE).until(() -> System.nanoTime() - aged > 0);

      cluster.pass(Duration.ofDays(400));
      send(cluster, cluster.login("alice", TestCluster.PASSWORD, "another device"), "wakes it");

      assertThat(stream.next().getGoAway().getReason()).isEqualTo("SESSION_INVALID");
      assertThatThrownBy(stream::hasNext)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED));
    }
  }

  private static void send(TestCluster cluster, byte[] from, String text) {
    var _ = cluster.chat(0, from).send(message("alice", text));
  }

  @Test
  void the_connection_of_an_answer_that_stays_unread_is_closed() {
    AtomicLong nanos = new AtomicLong();
    Set<SocketAddress> closed = ConcurrentHashMap.newKeySet();
    SocketAddress slow = new InetSocketAddress("192.0.2.1", 1);
    SocketAddress quick = new InetSocketAddress("192.0.2.2", 1);
    try (SlowAnswers answers = new SlowAnswers(Duration.ofSeconds(30), nanos::get, closed::add)) {
      CallLife read = CallLife.endless();
      answers.buffered(CallLife.endless(), slow);
      answers.buffered(read, quick);
      nanos.set(Duration.ofSeconds(30).toNanos());
      answers.look();
      assertThat(closed).isEmpty();

      answers.gone(read);
      nanos.addAndGet(1);
      answers.look();

      assertThat(closed).containsExactly(slow);
    }
  }
}
