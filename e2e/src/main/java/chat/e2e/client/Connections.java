package chat.e2e.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One channel to each node's client port, and which of them answered last. */
final class Connections implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MILLIS = 500;

  private final Supplier<List<String>> addresses;
  private final Map<String, ManagedChannel> channels = new LinkedHashMap<>();
  private String preferred = "";

  Connections(Supplier<List<String>> addresses) {
    this.addresses = addresses;
  }

  /**
   * The node that answered last, or the next one after {@link #tryAnother}. A node that comes or
   * goes is no reason to leave it.
   */
  synchronized ManagedChannel current() {
    List<String> known = addresses.get();
    if (!known.contains(preferred)) {
      preferred = known.getFirst();
    }
    return at(preferred);
  }

  synchronized ManagedChannel at(String address) {
    return channels.computeIfAbsent(address, Connections::open);
  }

  /** Moves on from {@code failed}, if nobody did meanwhile. */
  synchronized void tryAnother(ManagedChannel failed) {
    if (current() == failed) {
      List<String> known = addresses.get();
      preferred = known.get((known.indexOf(preferred) + 1) % known.size());
    }
  }

  private static ManagedChannel open(String address) {
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .usePlaintext()
        .withOption(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .build();
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    for (ManagedChannel channel : channels.values()) {
      try {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
