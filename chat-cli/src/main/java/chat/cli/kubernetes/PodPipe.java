package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import io.fabric8.kubernetes.client.PortForward;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One connection of this machine, joined to a pod by the library's port-forward. The library
 * doesn't notice that the near side has ended, and would keep the far side open: this does.
 */
final class PodPipe implements KubeApi.Pipe {
  private final PortForward forward;
  private final Function<Throwable, ChatFailure> reading;

  private PodPipe(PortForward forward, Function<Throwable, ChatFailure> reading) {
    this.forward = forward;
    this.reading = reading;
  }

  static PodPipe open(
      Function<ReadableByteChannel, PortForward> opener,
      SocketChannel near,
      Function<Throwable, ChatFailure> reading) {
    CompletableFuture<PortForward> opened = new CompletableFuture<>();
    PortForward forward =
        opener.apply(new NearSide(near, () -> opened.thenAccept(PodPipe::closeQuietly)));
    opened.complete(forward);
    return new PodPipe(forward, reading);
  }

  @Override
  public boolean isAlive() {
    return forward.isAlive();
  }

  @Override
  public Optional<ChatFailure> failure() {
    return forward.getServerThrowables().stream().findFirst().map(reading);
  }

  @Override
  public void close() {
    closeQuietly(forward);
  }

  private static void closeQuietly(PortForward forward) {
    try {
      forward.close();
    } catch (IOException e) {
      // It is as good as closed.
    }
  }

  /** Tells when there is nothing more to read. */
  private record NearSide(SocketChannel channel, Runnable ended) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int count = channel.read(buffer);
      if (count < 0) {
        ended.run();
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
