package chat.node.grpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Look-ups of the accounts that a committed change concerns. While one is under way, any stream may
 * turn out to have something to read, though nothing has woken it yet; and where one failed, no
 * stream was woken. Streams ask here before they claim to have everything without a look. Any
 * thread.
 */
final class LookUps {
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong failures = new AtomicLong();

  /**
   * Begins a look-up that wakes streams before it ends. It counts from before its beginning, hence
   * from before its change is answered.
   */
  void run(Supplier<CompletableFuture<?>> waking) {
    open.incrementAndGet();
    var _ =
        waking
            .get()
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    failures.incrementAndGet(); // First: it must count as one or the other.
                  }
                  open.decrementAndGet();
                });
  }

  boolean isOpen() {
    return open.get() > 0;
  }

  /** How many have failed; a stream that has seen fewer reads its next page. */
  long failures() {
    return failures.get();
  }
}
