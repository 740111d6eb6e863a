package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection of this machine, joined to a port of a pod by a web socket through the API server.
 * The library's own port-forward isn't used: it drops what the web socket doesn't take while
 * earlier bytes are under way, and keeps the far side open when the near side has ended.
 *
 * <pre>
 * frame: channel (0 data, 1 error), bytes    the first frame of each channel only names the port
 * </pre>
 */
final class PodPipe implements KubeApi.Pipe, WebSocket.Listener {
  static final int FRAME_BYTES = 16 << 10;

  /** A web socket that takes nothing this long is given up. */
  static final Duration STUCK_LIMIT = Duration.ofSeconds(10);

  private static final long SEND_AGAIN_NANOS = 200_000;
  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final byte DATA = 0;
  private static final int GOING_AWAY = 1001;

  private final SocketChannel near;
  private final Function<Throwable, ChatFailure> reading;
  private final CompletableFuture<WebSocket> far = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable Throwable cause;
  private int headersToCome = 2;

  PodPipe(SocketChannel near, Function<Throwable, ChatFailure> reading) {
    this.near = near;
    this.reading = reading;
  }

  /** Returns at once. */
  void open(HttpClient http, URI uri, Duration limit) {
    http.newWebSocketBuilder()
        .uri(uri)
        .connectTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .subprotocol(PROTOCOL)
        .buildAsync(this)
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                end(failure);
              }
            });
  }

  @Override
  public void onOpen(WebSocket socket) {
    far.complete(socket);
    Thread.ofVirtual().name("pod-pipe").start(() -> pump(socket));
  }

  /** From near to far, frame by frame, in order. */
  private void pump(WebSocket socket) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
    try {
      while (near.read(frame.clear().put(DATA)) >= 0) {
        send(socket, frame.flip());
      }
      end(null);
    } catch (IOException e) {
      end(e);
    }
  }

  /** It may refuse while the frame before is under way. */
  private void send(WebSocket socket, ByteBuffer frame) throws IOException {
    long giveUp = System.nanoTime() + STUCK_LIMIT.toNanos();
    while (!socket.send(frame.duplicate())) {
      if (ended.get() || System.nanoTime() > giveUp) {
        throw new IOException("the port-forward takes no more bytes");
      }
      LockSupport.parkNanos(SEND_AGAIN_NANOS);
    }
  }

  @Override
  public void onMessage(WebSocket socket, ByteBuffer frame) {
    if (headersToCome > 0) {
      headersToCome--;
    } else if (frame.get() == DATA) {
      try {
        while (frame.hasRemaining()) {
          near.write(frame);
        }
      } catch (IOException e) {
        end(e);
        return;
      }
    } else {
      end(new IOException(StandardCharsets.UTF_8.decode(frame).toString().strip()));
      return;
    }
    socket.request();
  }

  @Override
  public void onClose(WebSocket socket, int code, String reason) {
    end(null);
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    end(failure);
  }

  /** Both sides are closed; the first reason is kept. */
  private void end(@Nullable Throwable why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    cause = why;
    try {
      near.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
    far.thenAccept(socket -> socket.sendClose(GOING_AWAY, "closed here"));
  }

  @Override
  public boolean isAlive() {
    return !ended.get();
  }

  @Override
  public Optional<ChatFailure> failure() {
    return Optional.ofNullable(cause).map(reading);
  }

  @Override
  public void close() {
    end(null);
  }
}
