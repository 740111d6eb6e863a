package chat.node.grpc;

import chat.view.Address;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Two connections to the clients' port of each other node, opened before they are needed and used
 * again: calls don't queue behind the bytes of streams and downloads. No connection outlives its
 * node's address: a node that came back elsewhere left connections behind on which nothing would
 * ever be answered. Any thread.
 */
final class PeerChannels implements AutoCloseable {
  /** What a connection carries. */
  private enum Traffic {
    CALLS,
    STREAMS
  }

  private record Place(Address address, Traffic traffic) {}

  private final ConcurrentHashMap<Place, Connection> channels = new ConcurrentHashMap<>();
  private final CallLimits limits;
  private final int maxMessageBytes;

  PeerChannels(CallLimits limits, int maxMessageBytes) {
    this.limits = limits;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The connection to this node for calls; one that failed is tried anew at once. */
  ManagedChannel to(Address address) {
    return to(new Place(address, Traffic.CALLS));
  }

  /**
   * The connection to this node for streams and downloads. Of each, the bytes that nobody takes
   * here are bounded by {@link StreamLimits#forwardedBytes}.
   */
  ManagedChannel forStreamsTo(Address address) {
    return to(new Place(address, Traffic.STREAMS));
  }

  private ManagedChannel to(Place place) {
    Connection connection = channels.computeIfAbsent(place, this::open);
    connection.look();
    return connection.channel;
  }

  /**
   * Keeps connections to these nodes and to no others. They are opened now: whoever leads next can
   * be reached at once, without asking where it is.
   */
  void retain(Set<Address> addresses) {
    channels.forEach(
        (place, connection) -> {
          if (!addresses.contains(place.address()) && channels.remove(place, connection)) {
            connection.channel.shutdown();
          }
        });
    for (Address address : addresses) {
      for (Traffic traffic : Traffic.values()) {
        var _ = to(new Place(address, traffic)).getState(true);
      }
    }
  }

  private Connection open(Place place) {
    NettyChannelBuilder channel = channelTo(place.address());
    switch (place.traffic()) {
      case CALLS -> {}
      case STREAMS -> channel.flowControlWindow(limits.streams().forwardedBytes());
    }
    return new Connection(place.address().host(), channel.build());
  }

  private NettyChannelBuilder channelTo(Address address) {
    return NodeTargets.channelTo(address)
        .usePlaintext()
        .directExecutor()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
        .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .maxInboundMessageSize(maxMessageBytes);
  }

  @Override
  public void close() {
    channels.values().forEach(connection -> connection.channel.shutdownNow());
  }

  /** A channel looks its node's address up only when it leaves the idle state. */
  private static final class Connection {
    final ManagedChannel channel;
    private final String host;
    private Optional<InetAddress> met;

    /** Whatever begins next, begins with a look-up; no need to see to it once more. */
    private volatile boolean fresh;

    Connection(String host, ManagedChannel channel) {
      this.host = host;
      this.channel = channel;
      this.met = NodeTargets.HOSTS.lastMet(host);
      refreshed();
    }

    /** Begins anew where the address in use is out of date, or didn't answer. */
    synchronized void look() {
      Optional<InetAddress> now = NodeTargets.HOSTS.lastMet(host);
      boolean moved = !now.equals(met);
      met = now;
      boolean down =
          switch (channel.getState(false)) {
            case TRANSIENT_FAILURE -> true;
            case IDLE -> !fresh;
            case CONNECTING, READY, SHUTDOWN -> false;
          };
      if (moved || down) {
        channel.enterIdle();
        refreshed();
      }
    }

    private void refreshed() {
      fresh = true;
      channel.notifyWhenStateChanged(ConnectivityState.IDLE, () -> fresh = false);
    }
  }
}
