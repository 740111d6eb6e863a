package chat.view;

/** Identifies one disk, from the moment it was made. A node with a new disk is another member. */
public record StorageId(String value) implements Comparable<StorageId> {
  public StorageId {
    if (!value.matches("[0-9a-z-]{1,64}")) {
      throw new IllegalArgumentException("not a storage id: '" + value + "'");
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
