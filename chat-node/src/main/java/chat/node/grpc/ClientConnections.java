package chat.node.grpc;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * The connections to the clients' port. One that is too many is closed when it is accepted, before
 * anything is kept for it. Any thread.
 */
final class ClientConnections implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ClientConnections.class.getName());
  private static final Failure FULL =
      new Failure.Limited("more connections than this node takes", Duration.ofSeconds(1));

  private final Function<SocketAddress, Optional<String>> addressOf;
  private final Slots<String> places;
  private final Map<SocketAddress, Channel> open = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final EventLoopGroup accepting = group(1, "chat-clients-accept");
  private final EventLoopGroup working = group(0, "chat-clients");

  /**
   * @param addressOf the address for which a connection counts; empty: for the sum alone
   */
  ClientConnections(ConnectionLimits limits, Function<SocketAddress, Optional<String>> addressOf) {
    this.addressOf = addressOf;
    this.places = new Slots<>(limits.all(), limits.ofAddress());
  }

  private static EventLoopGroup group(int threads, String name) {
    return new NioEventLoopGroup(threads, new DefaultThreadFactory(name, true));
  }

  EventLoopGroup accepting() {
    return accepting;
  }

  EventLoopGroup working() {
    return working;
  }

  /** The socket that listens. */
  NioServerSocketChannel listening() {
    return new Listening();
  }

  int count() {
    return places.taken();
  }

  long refused() {
    return refused.sum();
  }

  /** Closes the connection from there, if it is open. */
  void close(SocketAddress remote) {
    Channel channel = open.get(remote);
    if (channel != null) {
      channel.close();
    }
  }

  private boolean admits(Channel channel) {
    SocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      return false; // It is closed already.
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    if (places.hold(addressOf.apply(remote), FULL, () -> end).isCompletedExceptionally()) {
      refused.increment();
      LOG.log(Level.DEBUG, "a connection from {0} is one too many", remote);
      return false;
    }
    open.put(remote, channel);
    channel
        .closeFuture()
        .addListener(
            _ -> {
              open.remove(remote, channel);
              end.complete(null);
            });
    return true;
  }

  /** Once the server has ended. */
  @Override
  public void close() {
    var _ = accepting.shutdownGracefully();
    var _ = working.shutdownGracefully();
  }

  private final class Listening extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
      int before = accepted.size();
      int found = super.doReadMessages(accepted);
      for (int i = accepted.size() - 1; i >= before; i--) {
        if (accepted.get(i) instanceof Channel channel && !admits(channel)) {
          accepted.remove(i);
          channel.unsafe().closeForcibly();
        }
      }
      return found;
    }
  }
}
