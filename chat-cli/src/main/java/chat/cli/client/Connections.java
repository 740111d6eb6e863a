package chat.cli.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One channel per endpoint, and which endpoint is in use. Any thread. */
final class Connections implements AutoCloseable {
  static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  static final int MESSAGE_BYTES_LIMIT = 16 << 20;

  /** A connection in use that says nothing this long is tried; nodes allow half of it. */
  static final int KEEP_ALIVE_SECONDS = 10;

  static final int KEEP_ALIVE_TIMEOUT_SECONDS = 3;

  static {
    // Netty would look for other loggers first, by failures with whole stack traces.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
  }

  private final Route route;
  private final Map<Endpoint, ManagedChannel> channels = new HashMap<>();
  private List<Endpoint> endpoints = List.of();
  private int current;

  Connections(Route route) {
    this.route = route;
  }

  /** An endpoint with its channel. */
  record Connection(Endpoint endpoint, ManagedChannel channel) {}

  synchronized Connection current() throws ChatFailure {
    follow(List.copyOf(route.endpoints()));
    Endpoint endpoint = endpoints.get(current);
    ManagedChannel channel = channels.computeIfAbsent(endpoint, Connections::open);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
    }
    return new Connection(endpoint, channel);
  }

  /** A new first one is used from now on; else the one in use stays, wherever it stands now. */
  private void follow(List<Endpoint> now) {
    if (now.equals(endpoints)) {
      return;
    }
    boolean otherFirst = endpoints.isEmpty() || !now.getFirst().equals(endpoints.getFirst());
    current = otherFirst ? 0 : Math.max(0, now.indexOf(endpoints.get(current)));
    endpoints = now;
    channels
        .entrySet()
        .removeIf(
            known -> {
              boolean gone = !now.contains(known.getKey());
              if (gone) {
                known.getValue().shutdown();
              }
              return gone;
            });
  }

  /** Goes on to the next endpoint, unless another thread already did. */
  synchronized void leave(Endpoint failed) {
    if (endpoints.get(current).equals(failed)) {
      current = (current + 1) % endpoints.size();
    }
  }

  /**
   * Connects to the endpoint that is next in turn, so that leaving the one in use costs nothing.
   */
  synchronized void keepSpare() {
    Endpoint next = endpoints.get((current + 1) % endpoints.size());
    channels.computeIfAbsent(next, Connections::open).getState(true);
  }

  synchronized int count() {
    return endpoints.size();
  }

  Route route() {
    return route;
  }

  private static ManagedChannel open(Endpoint endpoint) {
    return NettyChannelBuilder.forAddress(endpoint.address().host(), endpoint.address().port())
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(MESSAGE_BYTES_LIMIT)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .build();
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    route.close();
  }
}
