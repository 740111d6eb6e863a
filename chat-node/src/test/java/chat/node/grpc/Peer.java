package chat.node.grpc;

import chat.view.Address;
import chat.view.ClusterId;
import chat.view.NodeName;
import chat.view.StorageId;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/** A peer port on loopback that serves what a test likes. */
final class Peer implements AutoCloseable {
  private final Server server;

  Peer(BindableService service) throws IOException {
    this(service, 0);
  }

  Peer(BindableService service, int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
            .directExecutor() // As at the framework's server.
            .maxInboundMessageSize(PeerLimits.DEFAULTS.messageBytes())
            .addService(service)
            .build()
            .start();
  }

  static PeerIdentity identity(String name, String cluster) {
    return new PeerIdentity(
        new NodeName(name),
        new StorageId("disk-of-" + name),
        "boot",
        new Address("127.0.0.1", 1),
        chat.node.chat.Rules.NEWEST,
        () -> cluster.isEmpty() ? Optional.empty() : Optional.of(new ClusterId(cluster)),
        new ForwardTokens(new NodeName(name)));
  }

  static PeerLimits withSnapshotPatience(Duration patience) {
    PeerLimits usual = PeerLimits.DEFAULTS;
    return new PeerLimits(
        usual.messageBytes(),
        usual.readyBytes(),
        usual.queueBytes(),
        usual.roomBytes(),
        usual.untakenMessages(),
        usual.flowControlBytes(),
        usual.quickAttempts(),
        usual.firstPause(),
        usual.quickPause(),
        usual.slowPause(),
        usual.helloPatience(),
        patience,
        usual.snapshotChunkBytes(),
        usual.snapshotsAtOnce(),
        usual.snapshotBytesPerSecond(),
        usual.reportPause());
  }

  Address address() {
    return new Address("127.0.0.1", server.getPort());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
