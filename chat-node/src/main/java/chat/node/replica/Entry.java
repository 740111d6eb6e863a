package chat.node.replica;

import chat.view.Epoch;

/** One entry of the log. */
public record Entry(EntryId id, Payload payload) {
  public Entry {
    if (id.index() < 1) {
      throw new IllegalArgumentException("the log starts at index 1: " + id);
    }
  }

  public long index() {
    return id.index();
  }

  public Epoch epoch() {
    return id.epoch();
  }
}
