package chat.node.grpc;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of some work for all callers that ask for its result at the same time, and for those that
 * ask within a short time after it. Any thread.
 */
final class Shared<T> {
  private final Duration kept;
  private final LongSupplier nanos;
  private @Nullable CompletableFuture<T> newest;
  private long doneNanos;

  /**
   * @param kept how long a result is given out again after it was computed
   */
  Shared(Duration kept, LongSupplier nanos) {
    this.kept = kept;
    this.nanos = nanos;
  }

  /** The result of the run under way or of a recent one, else of one that begins now. */
  CompletableFuture<T> get(Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    synchronized (this) {
      CompletableFuture<T> known = newest;
      if (known != null && isGood(known)) {
        return known.copy();
      }
      newest = mine;
    }
    begin(work)
        .whenComplete(
            (result, thrown) -> {
              synchronized (this) {
                doneNanos = newest == mine ? nanos.getAsLong() : doneNanos;
              }
              if (thrown == null) {
                mine.complete(result);
              } else {
                mine.completeExceptionally(thrown);
              }
            });
    return mine.copy();
  }

  private static <T> CompletableFuture<T> begin(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private boolean isGood(CompletableFuture<T> known) {
    if (!known.isDone()) {
      return true;
    }
    return !known.isCompletedExceptionally() && nanos.getAsLong() - doneNanos < kept.toNanos();
  }

  /** Something changed: callers from now on get a run that began after this call. */
  synchronized void changed() {
    newest = null;
  }
}
