package chat.e2e;

import java.util.List;

/** Users at work, each in a thread of its own. */
final class Threads {
  private Threads() {}

  /** Waits until each has ended by itself. */
  static void join(List<Thread> threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Ends each in what it is at. */
  static void end(List<Thread> threads) {
    threads.forEach(Thread::interrupt);
    join(threads);
  }
}
