package chat.node.replica;

import chat.view.Epoch;

/**
 * Names a log entry: two entries with the same id are the same entry, and so is all before them.
 * Index 0 is the place before the first entry.
 */
public record EntryId(Epoch epoch, long index) {
  public static final EntryId ZERO = new EntryId(Epoch.ZERO, 0);

  public EntryId {
    if (index < 0) {
      throw new IllegalArgumentException("negative index: " + index);
    }
  }

  @Override
  public String toString() {
    return epoch + "." + index;
  }
}
