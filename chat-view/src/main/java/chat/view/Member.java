package chat.view;

/** A node together with its disk: what the in-sync set is made of (rule 10 of docs/PROTOCOL.md). */
public record Member(NodeName name, StorageId storageId) implements Comparable<Member> {
  @Override
  public int compareTo(Member other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : storageId.compareTo(other.storageId);
  }

  @Override
  public String toString() {
    return name + "/" + storageId;
  }
}
