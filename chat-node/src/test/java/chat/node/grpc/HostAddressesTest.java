package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.view.Address;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HostAddressesTest {
  private static final String HOST = "chat-0.chat-nodes";

  private final Map<String, List<InetAddress>> records = new ConcurrentHashMap<>();
  private final HostAddresses hosts =
      new HostAddresses(
          host -> {
            List<InetAddress> found = records.get(host);
            if (found == null) {
              throw new UnknownHostException(host);
            }
            return found;
          });

  @Test
  void a_host_of_which_nothing_is_known_is_an_error() {
    assertThatThrownBy(() -> hosts.of(HOST)).isInstanceOf(UnknownHostException.class);
  }

  @Test
  void what_dns_said_last_serves_while_it_says_nothing() throws Exception {
    records.put(HOST, List.of(ip(1)));
    hosts.of(HOST);
    records.clear();
    assertThat(hosts.of(HOST)).containsExactly(ip(1));
  }

  @Test
  void where_a_host_called_from_comes_before_what_dns_says() throws Exception {
    records.put(HOST, List.of(ip(1)));
    hosts.of(HOST);
    assertThat(hosts.met(HOST, ip(2))).isTrue();
    assertThat(hosts.of(HOST)).containsExactly(ip(2), ip(1));
  }

  @Test
  void a_call_from_where_the_host_was_known_to_be_is_no_news() throws Exception {
    records.put(HOST, List.of(ip(1)));
    hosts.of(HOST);
    assertThat(hosts.met(HOST, ip(1))).isFalse();
    assertThat(hosts.met(HOST, ip(2))).isTrue();
    assertThat(hosts.met(HOST, ip(2))).isFalse();
  }

  /** Where it was before is tried first until then, and may not even refuse. */
  @Test
  void a_call_from_elsewhere_is_news_even_where_dns_knew_it_already() throws Exception {
    hosts.met(HOST, ip(1));
    records.put(HOST, List.of(ip(2)));
    assertThat(hosts.of(HOST)).containsExactly(ip(1), ip(2));
    assertThat(hosts.met(HOST, ip(2))).isTrue();
    assertThat(hosts.of(HOST)).containsExactly(ip(2));
  }

  @Test
  void dns_that_hangs_is_not_waited_for() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    HostAddresses hanging =
        new HostAddresses(
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    hanging.met(HOST, ip(3));
    assertThat(hanging.of(HOST)).containsExactly(ip(3));
    never.countDown();
  }

  @Test
  void an_address_that_is_no_name_is_never_another() throws Exception {
    records.put("10.0.0.1", List.of(ip(1)));
    assertThat(hosts.met("10.0.0.1", ip(2))).isFalse();
    assertThat(hosts.of("10.0.0.1")).containsExactly(ip(1));
  }

  @Test
  void a_channel_reaches_a_host_that_dns_does_not_know_where_it_called_from() throws Exception {
    HealthStatusManager health = new HealthStatusManager();
    health.setStatus("", ServingStatus.SERVING);
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(health.getHealthService())
            .build()
            .start();
    NodeTargets.HOSTS.met("unheard-of.invalid", InetAddress.getLoopbackAddress());
    ManagedChannel channel =
        NodeTargets.channelTo(new Address("unheard-of.invalid", server.getPort()))
            .usePlaintext()
            .build();
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  private static InetAddress ip(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
  }
}
