package chat.view;

/** The name of a node, such as {@code chat-0}: stable over restarts and over new disks. */
public record NodeName(String value) implements Comparable<NodeName> {
  public NodeName {
    if (!value.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw new IllegalArgumentException("not a node name (a DNS label): '" + value + "'");
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
