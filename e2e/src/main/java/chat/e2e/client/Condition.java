package chat.e2e.client;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something holds, and says what was seen last if it never does. */
public final class Condition {
  private static final int POLL_MILLIS = 20;

  private Condition() {}

  public static void await(
      String what, long timeoutMillis, BooleanSupplier holds, Supplier<String> seen) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "waited " + timeoutMillis + " ms in vain for: " + what + "; seen: " + seen.get());
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
