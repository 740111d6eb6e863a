package chat.controller.host;

import java.time.Duration;

/**
 * When a controller writes: at once if it is the elected one, else when what is to write has stood
 * for a while, as it does where the elected one died with the primary. Threads: one at a time.
 */
final class Deference {
  private final Duration patience;
  private boolean standing;
  private long sinceNanos;

  Deference(Duration patience) {
    this.patience = patience;
  }

  /** There is something to write; whether to write it. */
  boolean mayWrite(boolean elected, long nowNanos) {
    if (!standing) {
      standing = true;
      sinceNanos = nowNanos;
    }
    return elected || nowNanos - sinceNanos >= patience.toNanos();
  }

  /** There is nothing to write, or it was written. */
  void over() {
    standing = false;
  }
}
