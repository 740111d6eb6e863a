package chat.cli.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.cli.client.ChatFailure;
import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes go through whole and in order, and an end on one side ends the other. */
@Timeout(60)
class PodPipeTest {
  private final FakeSocket far = new FakeSocket();
  private SocketChannel client;
  private SocketChannel near;
  private PodPipe pipe;

  /** Takes every third send only, as a web socket does that still writes. */
  private static final class FakeSocket implements WebSocket {
    private final StringBuilder taken = new StringBuilder();
    private final List<Integer> closed = new ArrayList<>();
    private int asked;

    @Override
    public synchronized boolean send(ByteBuffer frame) {
      if (++asked % 3 != 0) {
        return false;
      }
      assertThat(frame.get()).isZero();
      taken.append(StandardCharsets.US_ASCII.decode(frame));
      return true;
    }

    @Override
    public synchronized boolean sendClose(int code, String reason) {
      closed.add(code);
      return true;
    }

    synchronized String taken() {
      return taken.toString();
    }

    synchronized boolean isClosed() {
      return !closed.isEmpty();
    }

    @Override
    public long queueSize() {
      return 0;
    }

    @Override
    public void request() {}
  }

  @BeforeEach
  void join() throws IOException {
    try (ServerSocketChannel server =
        ServerSocketChannel.open()
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      client = SocketChannel.open(server.getLocalAddress());
      near = server.accept();
    }
    pipe =
        new PodPipe(
            near,
            e -> new ChatFailure(ChatFailure.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), ""));
    pipe.onOpen(far);
  }

  @AfterEach
  void close() throws IOException {
    pipe.close();
    client.close();
  }

  @Test
  void nothing_is_lost_or_mixed_up_when_the_far_side_is_slow_to_take() throws IOException {
    String text = "0123456789".repeat(10_000);
    ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
    await().until(() -> far.taken().length() == text.length());
    assertThat(far.taken()).isEqualTo(text);
  }

  @Test
  void what_comes_from_afar_is_written_without_the_headers() throws IOException {
    receive(0, "xy");
    receive(1, "xy");
    receive(0, "hello");
    ByteBuffer read = ByteBuffer.allocate(5);
    while (read.hasRemaining() && client.read(read) >= 0) {
      // Until all five are here.
    }
    assertThat(StandardCharsets.US_ASCII.decode(read.flip()).toString()).isEqualTo("hello");
  }

  @Test
  void an_end_on_the_near_side_closes_the_far_one() throws IOException {
    client.close();
    await().until(far::isClosed);
    assertThat(pipe.isAlive()).isFalse();
    assertThat(pipe.failure()).isEmpty();
  }

  @Test
  void an_end_on_the_far_side_closes_the_near_one() throws IOException {
    pipe.onClose(far, 1000, "");
    assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
    assertThat(pipe.isAlive()).isFalse();
  }

  @Test
  void the_far_sides_error_is_kept() throws IOException {
    receive(0, "xy");
    receive(1, "xy");
    receive(1, "nobody listens");
    assertThat(client.read(ByteBuffer.allocate(1))).isNegative();
    assertThat(pipe.failure())
        .get()
        .extracting(ChatFailure::getMessage)
        .isEqualTo("nobody listens");
  }

  private void receive(int channel, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    pipe.onMessage(
        far, ByteBuffer.allocate(bytes.length + 1).put((byte) channel).put(bytes).flip());
  }
}
