package chat.view;

import java.util.regex.Pattern;

/** Identifies one disk, from the moment it was made. A node with a new disk is another member. */
public record StorageId(String value) implements Comparable<StorageId> {
  private static final Pattern FORM = Pattern.compile("[0-9a-z-]{1,64}");

  public StorageId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a storage id: " + Quoted.of(value));
    }
  }

  @Override
  public int compareTo(StorageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
