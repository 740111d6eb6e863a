package chat.view;

/** Identifies one history of the cluster. Restore and force-promote make a new one. */
public record ClusterId(String value) {
  public ClusterId {
    if (!value.matches("[0-9a-z-]{1,64}")) {
      throw new IllegalArgumentException("not a cluster id: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
