package chat.cli.client;

/**
 * How far a node's clock is ahead of this machine's: somewhere between these two, since its answer
 * was under way for a while. Below 0: it is behind.
 */
public record ClockReading(String node, long leastMillis, long mostMillis) {
  public ClockReading {
    if (leastMillis > mostMillis) {
      throw new IllegalArgumentException(leastMillis + " > " + mostMillis);
    }
  }

  /**
   * {@code there}: what the node's clock showed at some moment between {@code before} and {@code
   * after} of this one. All three are cut off to whole milliseconds.
   */
  static ClockReading of(String node, long there, long before, long after) {
    return new ClockReading(node, there - after - 1, there - before + 1);
  }

  /** What holds by both. Where that is nothing, a clock was set between them: the newer one. */
  ClockReading and(ClockReading newer) {
    long least = Math.max(leastMillis, newer.leastMillis);
    long most = Math.min(mostMillis, newer.mostMillis);
    return least <= most ? new ClockReading(node, least, most) : newer;
  }

  /** How far it is certainly ahead of another one, both seen from here; 0 if that isn't certain. */
  public long aheadOf(ClockReading other) {
    return Math.max(0, leastMillis - other.mostMillis);
  }

  /** How far it may be off at most, in either direction. */
  public long offAtMost() {
    return Math.max(Math.abs(leastMillis), Math.abs(mostMillis));
  }
}
