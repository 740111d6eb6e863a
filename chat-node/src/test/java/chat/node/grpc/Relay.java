package chat.node.grpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A wire to a port of this machine that can be cut, at once and for good. */
final class Relay implements AutoCloseable {
  private final ServerSocket listening;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean cut;

  Relay(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Bytes that came from the target. */
  long answeredBytes() {
    return answered.get();
  }

  private void accept() {
    while (!cut) {
      try {
        Socket from = listening.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(from);
        open.add(to);
        var _ = Thread.ofVirtual().start(() -> pipe(from, to, new AtomicLong()));
        var _ = Thread.ofVirtual().start(() -> pipe(to, from, answered));
        if (cut) {
          cut();
        }
      } catch (IOException e) {
        // The target is down, or the wire was cut: whoever called sees a broken connection.
      }
    }
  }

  private static void pipe(Socket from, Socket to, AtomicLong passed) {
    byte[] some = new byte[16 * 1024];
    try (from;
        to) {
      for (int read = from.getInputStream().read(some);
          read >= 0;
          read = from.getInputStream().read(some)) {
        passed.addAndGet(read);
        to.getOutputStream().write(some, 0, read);
      }
    } catch (IOException e) {
      // One side is gone, so both are closed.
    }
  }

  /** Breaks what is connected and refuses what comes. */
  void cut() {
    cut = true;
    close();
  }

  @Override
  public void close() {
    cut = true;
    try {
      listening.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
