package chat.view.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;

/**
 * The way to the API server, broken as a test asks: a proxy that takes plain HTTP at loopback and
 * carries it on over TLS with the administrator's certificate. So it sees where a write begins.
 */
public final class ApiWay implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 10;

  /** What befalls the next write. */
  enum Fault {
    NONE,
    /** It arrives; its answer and its connection are lost. */
    ANSWER_LOST,
    /** It is held on its way until {@link #release}, and arrives then. */
    HELD,
    /** It arrives; of its answer a part comes, and no more. */
    ANSWER_STOPS
  }

  private final Config config;
  private final ServerSocket server;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Fault> fault = new AtomicReference<>(Fault.NONE);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean silent;

  public ApiWay(Config config) throws IOException {
    this.config = config;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  void plan(Fault next) {
    fault.set(next);
  }

  /** Whether what was planned has befallen a write. */
  boolean isSpent() {
    return fault.get() == Fault.NONE;
  }

  /** What was held goes on. */
  void release() {
    released.countDown();
  }

  /** All connections break. */
  public void cut() {
    connections.forEach(Connection::close);
  }

  /** Connections that stand now carry nothing more, and nobody is told. */
  public void deafen() {
    connections.forEach(connection -> connection.deaf = true);
  }

  /** New connections are accepted and nothing is carried on, as with a hanging server. */
  public void setSilent(boolean silent) {
    this.silent = silent;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Connection connection = new Connection(server.accept());
        connections.add(connection);
        Thread.startVirtualThread(connection::run);
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    release();
    cut();
  }

  private final class Connection {
    private final Socket near;
    private volatile boolean deaf;
    private volatile Fault answer = Fault.NONE;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile Socket far = new Socket();

    Connection(Socket near) {
      this.near = near;
      this.deaf = silent;
    }

    void run() {
      try {
        URI master = URI.create(config.getMasterUrl());
        SocketFactory tls = SSLUtils.sslContext(config).getSocketFactory();
        far = tls.createSocket(master.getHost(), master.getPort());
        Thread.startVirtualThread(this::answers);
        requests(near.getInputStream(), far.getOutputStream());
      } catch (Exception e) {
        // The end of a connection, planned or not.
      } finally {
        close();
      }
    }

    private void requests(InputStream from, OutputStream to) throws Exception {
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
        String begin = new String(chunk, 0, Math.min(n, 5), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("PUT ") || begin.startsWith("POST ")) {
          answer = fault.getAndSet(Fault.NONE);
          if (answer == Fault.HELD) {
            released.await();
          }
        }
        if (!deaf) {
          to.write(chunk, 0, n);
          to.flush();
        }
      }
      if (answer == Fault.HELD) {
        answered.await(); // The sender gave up; what it sent is on its way all the same.
      }
    }

    private void answers() {
      byte[] chunk = new byte[CHUNK_BYTES];
      try {
        InputStream from = far.getInputStream();
        OutputStream to = near.getOutputStream();
        for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
          switch (answer) {
            case ANSWER_LOST -> {
              close();
              return;
            }
            case ANSWER_STOPS -> {
              to.write(chunk, 0, "HTTP/1.1 200 OK\r\nConte".length());
              to.flush();
              deaf = true;
              answer = Fault.NONE;
            }
            case NONE, HELD -> {
              if (!deaf) {
                to.write(chunk, 0, n);
                to.flush();
              }
            }
          }
        }
      } catch (IOException e) {
        // The end of a connection, planned or not.
      } finally {
        answered.countDown();
        close();
      }
    }

    private void close() {
      connections.remove(this);
      try {
        near.close();
        far.close();
      } catch (IOException e) {
        // It is closed already.
      }
    }
  }
}
