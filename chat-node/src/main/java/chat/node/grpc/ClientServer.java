package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.host.Replication;
import chat.view.Address;
import chat.view.NodeName;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * The clients' port: every service of {@code chat.v1}, with health and reflection. Any node takes
 * any call; one that doesn't serve as primary forwards it.
 */
public final class ClientServer implements AutoCloseable {

  /** What the server works with. */
  public record Parts(
      NodeName self,
      Address listen,
      Replication replication,
      ChatReader reader,
      CallLimits calls) {}

  private final Parts parts;
  private final Server server;

  public ClientServer(Parts parts) {
    this.parts = parts;
    this.server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(parts.listen().host(), parts.listen().port()))
            .directExecutor()
            .build();
  }

  /** Binds the port. */
  public void start() throws IOException {
    server.start();
  }

  public int port() {
    return server.getPort();
  }

  /** Stops taking calls, lets those under way end within a bound, then ends them. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(parts.calls().drain().toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
