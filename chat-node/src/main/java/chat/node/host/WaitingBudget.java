package chat.node.host;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that waiting calls may hold, in bytes. A call takes its share before it waits and gives
 * it back once it is answered, wherever it waited in between. Any thread.
 */
public final class WaitingBudget {
  /** Futures, closures and the objects of the call itself. */
  private static final long CALL_BYTES = 2048;

  /** The request, the message parsed from it, and the command encoded for the log. */
  private static final long COPIES = 3;

  /** No heap is so small that this many bytes may not wait. */
  private static final long LEAST = 16L << 20;

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  public WaitingBudget(long limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("a budget of " + limitBytes + " bytes");
    }
    this.limit = limitBytes;
  }

  /** A quarter of this process's heap. */
  public static long ofHeap() {
    return Math.max(LEAST, Runtime.getRuntime().maxMemory() / 4);
  }

  /** What a call with a body of that size holds while it waits. */
  public static long heldBy(long bodyBytes) {
    return CALL_BYTES + COPIES * bodyBytes;
  }

  /** Takes so many bytes, or takes none and gives false. */
  public boolean take(long bytes) {
    long now = taken.get();
    while (bytes <= limit - now) {
      if (taken.compareAndSet(now, now + bytes)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  public void giveBack(long bytes) {
    if (taken.addAndGet(-bytes) < 0) {
      throw new IllegalStateException("more bytes given back than taken: " + bytes);
    }
  }

  public long takenBytes() {
    return taken.get();
  }

  public long limitBytes() {
    return limit;
  }
}
