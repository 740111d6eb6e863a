package chat.cli.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One channel per endpoint, and which endpoint is in use. Any thread. */
final class Connections implements AutoCloseable {
  static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  static final int MESSAGE_BYTES_LIMIT = 16 << 20;

  private final Route route;
  private final Map<Endpoint, ManagedChannel> channels = new HashMap<>();
  private List<Endpoint> endpoints;
  private int current;

  Connections(Route route) {
    this.route = route;
    this.endpoints = List.copyOf(route.endpoints());
  }

  /** An endpoint with its channel. */
  record Connection(Endpoint endpoint, ManagedChannel channel) {}

  synchronized Connection current() {
    Endpoint endpoint = endpoints.get(current);
    ManagedChannel channel = channels.computeIfAbsent(endpoint, Connections::open);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return new Connection(endpoint, channel);
  }

  /** Goes on to the next endpoint, unless another thread already did. */
  synchronized void leave(Endpoint failed) {
    if (!endpoints.get(current).equals(failed)) {
      return;
    }
    List<Endpoint> now = new ArrayList<>(route.endpoints());
    int place = now.indexOf(failed);
    endpoints = List.copyOf(now);
    current = (place + 1) % endpoints.size();
  }

  synchronized int count() {
    return endpoints.size();
  }

  private static ManagedChannel open(Endpoint endpoint) {
    return NettyChannelBuilder.forAddress(endpoint.address().host(), endpoint.address().port())
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(MESSAGE_BYTES_LIMIT)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .build();
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
