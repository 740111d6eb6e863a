package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.chat.InMemoryChatState;
import chat.node.host.Replication;
import chat.node.host.Store.Recovered;
import chat.node.replica.Effect.Promise;
import chat.node.replica.LogShape;
import chat.proto.control.v1.ControlServiceGrpc;
import chat.proto.control.v1.NodeReport;
import chat.proto.control.v1.ProbeRequest;
import chat.proto.control.v1.Role;
import chat.proto.control.v1.ViewChangedRequest;
import chat.proto.control.v1.WatchProbeRequest;
import chat.proto.control.v1.WatchProbeResponse;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a controller hears. */
class ControlEndpointTest {
  private static final PeerIdentity SELF = Peer.identity("chat-0", "");
  private static final NodeAddresses ADDRESSES =
      new NodeAddresses(new Address("127.0.0.1", 1), new Address("127.0.0.1", 2));

  private final FakeReplication replication =
      new FakeReplication(
          new NodeName("chat-0"), new InMemoryChatState(), System::currentTimeMillis);
  private final AtomicInteger looks = new AtomicInteger();
  private ControlEndpoint control;
  private Peer port;
  private ManagedChannel channel;

  @BeforeEach
  void open() throws Exception {
    Recovered empty = new Recovered(SELF.storageId(), Optional.<Promise>empty(), LogShape.EMPTY, 0);
    control =
        new ControlEndpoint(
            SELF, ADDRESSES, empty, replication, looks::incrementAndGet, PeerLimits.DEFAULTS);
    port = new Peer(control);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port.address().port()).usePlaintext().build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    port.close();
    control.close();
  }

  @Test
  void a_probe_tells_who_answers_and_where_it_listens() {
    NodeReport report = stub().probe(ProbeRequest.getDefaultInstance()).getReport();
    assertThat(report.getNode()).isEqualTo("chat-0");
    assertThat(report.getStorageId()).isEqualTo(SELF.storageId().value());
    assertThat(report.getClientAddress()).isEqualTo("127.0.0.1:1");
    assertThat(report.getPeerAddress()).isEqualTo("127.0.0.1:2");
  }

  @Test
  void who_watches_hears_the_state_at_once_and_each_change_after_it() {
    Watcher watcher = new Watcher();
    ControlServiceGrpc.newStub(channel).watchProbe(WatchProbeRequest.getDefaultInstance(), watcher);
    await().until(() -> !watcher.roles.isEmpty());
    replication.become(Replication.Role.PRIMARY, view());
    await().until(() -> watcher.roles.getLast() == Role.ROLE_PRIMARY);
    replication.become(Replication.Role.BACKUP, view());
    await().until(() -> watcher.roles.getLast() == Role.ROLE_BACKUP);
  }

  @Test
  void who_watches_is_known_by_name_and_version_for_as_long_as_it_watches() {
    assertThat(control.controllers()).isEmpty();
    ControlServiceGrpc.newStub(channel)
        .watchProbe(
            WatchProbeRequest.newBuilder().setController("b").setVersion("1.2.3").build(),
            new Watcher());
    ControlServiceGrpc.newStub(channel)
        .watchProbe(WatchProbeRequest.newBuilder().setController("a").build(), new Watcher());
    await().until(() -> control.controllers().size() == 2);
    assertThat(control.controllers())
        .containsExactly(new NodeAbout.Controller("a", ""), new NodeAbout.Controller("b", "1.2.3"));

    channel.shutdownNow();
    await().until(() -> control.controllers().isEmpty());
  }

  @Test
  void a_controller_with_a_name_that_is_too_long_is_refused_and_not_kept() {
    var watched =
        stub()
            .watchProbe(WatchProbeRequest.newBuilder().setController("x".repeat(1 << 20)).build());
    assertThatThrownBy(watched::hasNext)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).startsWith("MALFORMED");
            });
    assertThat(control.controllers()).isEmpty();
  }

  @Test
  void a_hint_makes_the_node_look_at_the_view() {
    var _ = stub().viewChanged(ViewChangedRequest.newBuilder().setRev(4).build());
    assertThat(looks).hasValue(1);
  }

  private static View view() {
    Member self = new Member(SELF.node(), SELF.storageId());
    return new View(
        new ClusterId("c"),
        new Rev(1),
        new Epoch(1),
        self,
        new TreeSet<>(List.of(self)),
        new TreeMap<>());
  }

  private ControlServiceGrpc.ControlServiceBlockingStub stub() {
    return ControlServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  private static final class Watcher implements StreamObserver<WatchProbeResponse> {
    final List<Role> roles = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(WatchProbeResponse response) {
      roles.add(response.getReport().getRole());
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
