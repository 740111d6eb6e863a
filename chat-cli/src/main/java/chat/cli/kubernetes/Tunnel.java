package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import chat.cli.client.Endpoint;
import chat.view.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A port of this machine that leads to one pod, for as long as this process lives: each connection
 * to it is joined to the pod that has the name at that moment. Only this machine can connect. Any
 * thread.
 */
final class Tunnel implements AutoCloseable {
  /** Connections that end badly and whose reasons are still remembered. */
  private static final int REMEMBERED = 8;

  private final String pod;
  private final KubeApi api;
  private final ServerSocketChannel listener;
  private final List<KubeApi.Pipe> pipes = new ArrayList<>();
  private long cuts;

  Tunnel(String pod, KubeApi api) throws IOException {
    this.pod = pod;
    this.api = api;
    this.listener =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    Thread.ofVirtual().name("tunnel-" + pod).start(this::accept);
  }

  Endpoint endpoint() {
    int port = listener.socket().getLocalPort();
    return new Endpoint(pod, new Address("127.0.0.1", port));
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        join(listener.accept());
      } catch (IOException e) {
        // Closed, or a connection that broke before it was taken: whoever made it knows.
      }
    }
  }

  private void join(SocketChannel near) {
    long before;
    synchronized (this) {
      before = cuts;
    }
    KubeApi.Pipe pipe = api.join(pod, near);
    if (!keep(pipe, before)) {
      pipe.close();
    }
  }

  /** False where a cut came while it was being joined: it belongs to what was to be cut. */
  private synchronized boolean keep(KubeApi.Pipe pipe, long before) {
    if (pipes.size() >= REMEMBERED) {
      pipes.removeIf(p -> !p.isAlive());
    }
    pipes.add(pipe);
    return cuts == before;
  }

  /** Ends the connections; new ones are joined as before. */
  void cut() {
    List<KubeApi.Pipe> open;
    synchronized (this) {
      cuts++;
      open = List.copyOf(pipes);
    }
    open.forEach(KubeApi.Pipe::close);
  }

  /** Why the last connection ended, if it ended badly. */
  synchronized Optional<ChatFailure> failure() {
    return pipes.isEmpty() ? Optional.empty() : pipes.getLast().failure();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // The process ends anyway.
    }
    cut();
  }
}
