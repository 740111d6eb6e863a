package chat.node.grpc;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Answers that a client doesn't read, and that lie in memory meanwhile: after a while the
 * connection is closed, the only way in which the transport lets them go. Any thread.
 */
final class SlowAnswers implements AutoCloseable {
  private final Duration longest;
  private final LongSupplier nanos;
  private final Consumer<SocketAddress> closing;
  private final Map<CallLife, Waiting> waiting = new ConcurrentHashMap<>();
  private final SlowReaderLook looking;

  private record Waiting(SocketAddress remote, long sinceNanos) {}

  /**
   * @param closing closes the connection from an address
   */
  SlowAnswers(Duration longest, LongSupplier nanos, Consumer<SocketAddress> closing) {
    this.longest = longest;
    this.nanos = nanos;
    this.closing = closing;
    this.looking = new SlowReaderLook("chat-slow-answers", longest, this::look);
  }

  /** The transport has buffered the answer of this call, and the client doesn't take it yet. */
  void buffered(CallLife call, SocketAddress remote) {
    waiting.put(call, new Waiting(remote, nanos.getAsLong()));
  }

  /** The answer has left, or the call is over. */
  void gone(CallLife call) {
    waiting.remove(call);
  }

  /** How many wait for their clients. */
  int count() {
    return waiting.size();
  }

  void look() {
    long now = nanos.getAsLong();
    waiting.values().stream()
        .filter(one -> now - one.sinceNanos() > longest.toNanos())
        .map(Waiting::remote)
        .distinct()
        .forEach(closing);
  }

  @Override
  public void close() {
    looking.close();
  }
}
