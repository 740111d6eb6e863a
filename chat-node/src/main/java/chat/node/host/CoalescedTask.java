package chat.node.host;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that brings something up to a state that changes. It never runs twice at once, and a whole
 * run begins after each request; requests during a run share the next one. So what a run saw can't
 * be overwritten by an earlier run that took longer. Any thread.
 */
public final class CoalescedTask {
  private final Executor executor;
  private final Runnable work;
  private final AtomicInteger requests = new AtomicInteger();

  public CoalescedTask(Executor executor, Runnable work) {
    this.executor = executor;
    this.work = work;
  }

  /** Never blocks. A failure of the work is the executor's, and later requests run all the same. */
  public void request() {
    if (requests.getAndIncrement() == 0) {
      executor.execute(this::run);
    }
  }

  private void run() {
    int served = requests.get();
    try {
      work.run();
    } finally {
      if (requests.addAndGet(-served) != 0) {
        executor.execute(this::run);
      }
    }
  }
}
