package chat.view;

/** Numbers the reigns of primaries. Zero: before the first. */
public record Epoch(long value) implements Comparable<Epoch> {
  public static final Epoch ZERO = new Epoch(0);

  public Epoch {
    if (value < 0) {
      throw new IllegalArgumentException("negative epoch: " + value);
    }
  }

  public Epoch next() {
    return new Epoch(value + 1);
  }

  public boolean isBelow(Epoch other) {
    return value < other.value;
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
