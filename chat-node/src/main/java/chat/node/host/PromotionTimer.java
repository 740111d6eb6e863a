package chat.node.host;

import chat.view.Rev;
import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * Waits for somebody else to promote a primary (rule 6): fires when the primary has been lost for
 * the wait and a random part while the view didn't move, and again after each further wait.
 */
final class PromotionTimer {
  private final long waitNanos;
  private final long spreadNanos;
  private final LongUnaryOperator randomBelow;
  private boolean armed;
  private Rev rev = Rev.ZERO;
  private long dueNanos;

  PromotionTimer(Duration wait, Duration spread, LongUnaryOperator randomBelow) {
    this.waitNanos = wait.toNanos();
    this.spreadNanos = spread.toNanos();
    this.randomBelow = randomBelow;
  }

  boolean isDue(boolean lostPrimary, Rev viewRev, long nowNanos) {
    if (!lostPrimary) {
      armed = false;
      return false;
    }
    if (!armed || !rev.equals(viewRev)) {
      arm(viewRev, nowNanos);
      return false;
    }
    if (nowNanos - dueNanos < 0) {
      return false;
    }
    arm(viewRev, nowNanos);
    return true;
  }

  private void arm(Rev viewRev, long nowNanos) {
    armed = true;
    rev = viewRev;
    dueNanos = nowNanos + waitNanos + randomBelow.applyAsLong(spreadNanos + 1);
  }
}
