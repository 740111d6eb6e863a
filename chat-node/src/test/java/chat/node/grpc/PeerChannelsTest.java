package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.view.Address;
import io.grpc.ConnectivityState;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that came back at another address, while connections to the old one seem to stand. */
class PeerChannelsTest {
  private final String host = "peer-" + UUID.randomUUID() + ".invalid";
  private final PeerChannels channels = new PeerChannels(CallLimits.DEFAULTS, 1 << 20);
  private final List<Server> servers = new ArrayList<>();

  @AfterEach
  void end() {
    channels.close();
    servers.forEach(Server::shutdownNow);
  }

  @Test
  void a_connection_stands_before_anybody_calls() throws Exception {
    Address peer = new Address(host, answering("127.0.0.1", 0));
    comesFrom("127.0.0.1");
    channels.retain(Set.of(peer));
    await()
        .until(() -> channels.to(peer).getState(false), state -> state == ConnectivityState.READY);
    await()
        .until(
            () -> channels.forStreamsTo(peer).getState(false),
            state -> state == ConnectivityState.READY);
    assertThat(channels.forStreamsTo(peer)).isNotSameAs(channels.to(peer));
  }

  @Test
  void a_node_that_moved_is_called_where_it_is_now() throws Exception {
    int port = silent("127.0.0.1");
    Address peer = new Address(host, port);
    comesFrom("127.0.0.1");
    channels.retain(Set.of(peer));
    await()
        .until(() -> channels.to(peer).getState(false), state -> state == ConnectivityState.READY);

    answering("127.0.0.2", port);
    comesFrom("127.0.0.2");
    assertThat(answerOf(peer)).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void a_node_that_went_and_came_back_elsewhere_is_called_where_it_is_now() throws Exception {
    int port = answering("127.0.0.1", 0);
    Address peer = new Address(host, port);
    comesFrom("127.0.0.1");
    assertThat(answerOf(peer)).isEqualTo(ServingStatus.SERVING);
    servers.getFirst().shutdownNow().awaitTermination();
    await()
        .until(() -> channels.to(peer).getState(true), state -> state != ConnectivityState.READY);

    silent("127.0.0.1", port); // Somebody else has the address now.
    answering("127.0.0.2", port);
    comesFrom("127.0.0.2");
    assertThat(answerOf(peer)).isEqualTo(ServingStatus.SERVING);
  }

  private void comesFrom(String address) throws IOException {
    NodeTargets.HOSTS.met(host, InetAddress.getByName(address));
  }

  /** Tries again where nothing was sent, as a forwarded call does. */
  private ServingStatus answerOf(Address peer) {
    return await()
        .ignoreExceptionsMatching(e -> Status.fromThrowable(e).getCode() == Status.Code.UNAVAILABLE)
        .until(
            () ->
                HealthGrpc.newBlockingStub(channels.to(peer))
                    .withDeadlineAfter(20, TimeUnit.SECONDS)
                    .check(HealthCheckRequest.getDefaultInstance())
                    .getStatus(),
            status -> true);
  }

  private int answering(String address, int port) throws IOException {
    return serve(
        address,
        port,
        new HealthGrpc.HealthImplBase() {
          @Override
          public void check(
              HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {
            answers.onNext(
                HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
            answers.onCompleted();
          }
        });
  }

  private int silent(String address) throws IOException {
    return silent(address, 0);
  }

  private int silent(String address, int port) throws IOException {
    return serve(
        address,
        port,
        new HealthGrpc.HealthImplBase() {
          @Override
          public void check(
              HealthCheckRequest request, StreamObserver<HealthCheckResponse> answers) {}
        });
  }

  private int serve(String address, int port, HealthGrpc.HealthImplBase health) throws IOException {
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress(address, port))
            .addService(health)
            .build()
            .start();
    servers.add(server);
    return server.getPort();
  }
}
