package chat.view;

import java.util.Arrays;
import java.util.TreeMap;
import java.util.TreeSet;

/** Views and members for tests. */
public final class Views {
  private Views() {}

  /** A member on its first disk. */
  public static Member member(String name) {
    return member(name, "disk-of-" + name);
  }

  public static Member member(String name, String storageId) {
    return new Member(new NodeName(name), new StorageId(storageId));
  }

  /** The first view of a cluster, led by the first member given. */
  public static View first(Member... members) {
    TreeMap<NodeName, NodeAddresses> addresses = new TreeMap<>();
    for (Member member : members) {
      int port = 7400 + 10 * addresses.size();
      addresses.put(
          member.name(),
          new NodeAddresses(new Address("127.0.0.1", port), new Address("127.0.0.1", port + 1)));
    }
    return new View(
        new ClusterId("cluster-1"),
        new Rev(1),
        new Epoch(1),
        members[0],
        new TreeSet<>(Arrays.asList(members)),
        addresses);
  }

  /** A view that differs from {@code view} in its rev only. */
  public static View withRev(View view, long rev) {
    return new View(
        view.clusterId(),
        new Rev(rev),
        view.epoch(),
        view.primary(),
        view.inSync(),
        view.addresses());
  }
}
