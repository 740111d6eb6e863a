package chat.view;

import java.util.regex.Pattern;

/** The name of a node, such as {@code chat-0}: stable over restarts and over new disks. */
public record NodeName(String value) implements Comparable<NodeName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public NodeName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a node name (a DNS label): " + Quoted.of(value));
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
