package chat.node.grpc;

import com.google.protobuf.MessageLite;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends the parts of a download, each once the client has room for it, so that it costs no memory
 * however slow the client is. For one thread, which it blocks.
 */
final class Download {
  private final Sink sink;
  private final Duration patience;
  private final Semaphore wakes = new Semaphore(0);

  /**
   * @param patience how long the client may take nothing
   */
  Download(Sink sink, Duration patience) {
    this.sink = sink;
    this.patience = patience;
    sink.onReady(wakes::release);
  }

  /** Fails where the client is gone, or takes nothing for too long. */
  void send(MessageLite part) throws CallFailure, InterruptedException {
    awaitReady();
    sink.send(part.toByteArray());
  }

  /** The same without sending anything. */
  void awaitReady() throws CallFailure, InterruptedException {
    if (!isReadyBy(System.nanoTime() + patience.toNanos())) {
      throw new Failure.SlowReader(patience).asException();
    }
  }

  /** Whether the client has room by then; fails where it is gone. */
  boolean isReadyBy(long nanoTime) throws CallFailure, InterruptedException {
    while (!sink.isReady()) {
      if (sink.isOver()) {
        throw new Failure.LinkLost(false).asException();
      }
      if (!wakes.tryAcquire(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
