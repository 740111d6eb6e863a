package chat.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One port behind which now this and now that server answers. */
final class Switchboard implements AutoCloseable {
  private final ServerSocket port;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile String target;

  /** {@code target}: {@code host:port}. */
  Switchboard(String target) throws IOException {
    this.target = target;
    this.port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + port.getLocalPort();
  }

  /** From now on, for new connections; the others end. */
  void connectTo(String other) throws IOException {
    target = other;
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private void accept() {
    while (!port.isClosed()) {
      try {
        Socket client = port.accept();
        open.add(client);
        int colon = target.lastIndexOf(':');
        Socket server =
            new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        open.add(server);
        var _ = Thread.ofVirtual().start(() -> copy(client, server));
        var _ = Thread.ofVirtual().start(() -> copy(server, client));
      } catch (IOException e) {
        // The server isn't there, or this is closed: the client sees its connection end.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side has ended; then the other one does.
    }
  }

  @Override
  public void close() throws IOException {
    port.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
