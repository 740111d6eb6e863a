package chat.node.grpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Calls that wait for a node to serve them: each goes on at the next change of this node's state,
 * or after its pause. Any thread; holds no thread while waiting.
 */
final class Waiting implements AutoCloseable {
  private final int limit;
  private final Executor executor;
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  Waiting(int limit, Executor executor) {
    this.limit = limit;
    this.executor = executor;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("chat-call-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Calls {@code resume} once, with whether something changed; gives false where too many wait. */
  boolean pause(Duration atMost, Consumer<Boolean> resume) {
    if (waiters.size() >= limit || timer.isShutdown()) {
      return false;
    }
    Waiter waiter = new Waiter(resume);
    waiters.add(waiter);
    try {
      var _ = timer.schedule(() -> waiter.go(false), atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) { // Closed meanwhile, and perhaps without this one.
      return !waiters.remove(waiter);
    }
  }

  /** Everybody goes on, each on a thread of its own. */
  void changed() {
    waiters.forEach(waiter -> waiter.go(true));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    waiters.forEach(waiter -> waiter.go(true));
  }

  private final class Waiter {
    private final AtomicBoolean gone = new AtomicBoolean();
    private final Consumer<Boolean> resume;

    Waiter(Consumer<Boolean> resume) {
      this.resume = resume;
    }

    void go(boolean changed) {
      if (gone.compareAndSet(false, true)) {
        waiters.remove(this);
        executor.execute(() -> resume.accept(changed));
      }
    }
  }
}
