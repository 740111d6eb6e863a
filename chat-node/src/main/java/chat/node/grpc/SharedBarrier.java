package chat.node.grpc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Read barriers that many callers share: thousands of idle subscriptions that owe a heartbeat cost
 * one round at a time. A caller only gets a barrier that begins after it asked.
 */
final class SharedBarrier {
  /** How long a subscription waits for a barrier: as long as for the node's own. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<CompletableFuture<Long>> barriers;
  private @Nullable CompletableFuture<Long> next;
  private boolean running;

  /** {@code barriers} begins one at each call. */
  SharedBarrier(Supplier<CompletableFuture<Long>> barriers) {
    this.barriers = barriers;
  }

  /** A barrier that begins now, or once the one under way has ended. */
  CompletableFuture<Long> next() {
    CompletableFuture<Long> mine;
    synchronized (this) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      mine = next;
      if (running) {
        return mine;
      }
      running = true;
      next = null;
    }
    run(mine);
    return mine;
  }

  private void run(CompletableFuture<Long> barrier) {
    barriers
        .get()
        .whenComplete(
            (index, failure) -> {
              ended();
              if (failure == null) {
                barrier.complete(index);
              } else {
                barrier.completeExceptionally(failure);
              }
            });
  }

  private void ended() {
    CompletableFuture<Long> following;
    synchronized (this) {
      following = next;
      next = null;
      running = following != null;
    }
    if (following != null) {
      run(following);
    }
  }
}
