package chat.view;

/** Counts the writes of the view. Zero: no view was ever seen. */
public record Rev(long value) implements Comparable<Rev> {
  public static final Rev ZERO = new Rev(0);

  public Rev {
    if (value < 0) {
      throw new IllegalArgumentException("negative rev: " + value);
    }
  }

  public Rev next() {
    return new Rev(value + 1);
  }

  public boolean isBelow(Rev other) {
    return value < other.value;
  }

  @Override
  public int compareTo(Rev other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
