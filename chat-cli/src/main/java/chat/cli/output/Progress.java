package chat.cli.output;

import java.io.PrintStream;

/**
 * How far something long has got, on one line of a terminal that is taken away at the end; nothing
 * where no person looks. One thread.
 */
public final class Progress implements AutoCloseable {
  private static final int BAR = 24;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean shown;
  private final String unit;
  private long total;
  private long done;
  private long drawnAtNanos;
  private boolean drawn;

  public Progress(PrintStream out, boolean shown, String unit) {
    this.out = out;
    this.shown = shown;
    this.unit = unit;
  }

  /** How much it will be. */
  public void of(long expected) {
    total = expected;
  }

  public void step(long more) {
    done += more;
    long now = System.nanoTime();
    if (shown && (!drawn || now - drawnAtNanos > REDRAW_NANOS)) {
      drawnAtNanos = now;
      drawn = true;
      out.print("\r" + line(done, total, unit) + "\u001b[K");
      out.flush();
    }
  }

  static String line(long done, long total, String unit) {
    if (total <= 0) {
      return "%,d %s".formatted(done, unit);
    }
    int filled = (int) Math.clamp(done * BAR / total, 0, BAR);
    String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    return "%s %3d %%  %,d of %,d %s".formatted(bar, 100 * done / total, done, total, unit);
  }

  @Override
  public void close() {
    if (drawn) {
      drawn = false;
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
