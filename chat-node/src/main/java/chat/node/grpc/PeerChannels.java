package chat.node.grpc;

import chat.view.Address;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** One connection to the clients' port of each other node, kept and used again. Any thread. */
final class PeerChannels implements AutoCloseable {
  private final ConcurrentHashMap<Address, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final CallLimits limits;
  private final int maxMessageBytes;

  PeerChannels(CallLimits limits, int maxMessageBytes) {
    this.limits = limits;
    this.maxMessageBytes = maxMessageBytes;
  }

  /** The connection to this node; one that failed is tried anew at once. */
  ManagedChannel to(Address address) {
    ManagedChannel channel = channels.computeIfAbsent(address, this::open);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return channel;
  }

  /** Closes the connections to all others. */
  void retain(Set<Address> addresses) {
    channels.forEach(
        (address, channel) -> {
          if (!addresses.contains(address) && channels.remove(address, channel)) {
            channel.shutdown();
          }
        });
  }

  private ManagedChannel open(Address address) {
    return NodeTargets.channelTo(address)
        .usePlaintext()
        .directExecutor()
        .keepAliveTime(limits.keepAlive().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(limits.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveWithoutCalls(true)
        .maxInboundMessageSize(maxMessageBytes)
        .build();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
