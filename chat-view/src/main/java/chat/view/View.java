package chat.view;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who leads and who is in sync: the one record of the view store. Immutable.
 *
 * <p>Holds: the primary is in the in-sync set; the set holds a name once at most; epoch and rev are
 * at least 1. The addresses are hints for connecting and prove nothing.
 */
public record View(
    ClusterId clusterId,
    Rev rev,
    Epoch epoch,
    Member primary,
    SortedSet<Member> inSync,
    SortedMap<NodeName, NodeAddresses> addresses) {

  public View {
    inSync = Collections.unmodifiableSortedSet(new TreeSet<>(inSync));
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    if (rev.value() < 1 || epoch.value() < 1) {
      throw new IllegalArgumentException(
          "a view starts at rev 1 and epoch 1: " + rev + ", " + epoch);
    }
    if (!inSync.contains(primary)) {
      throw new IllegalArgumentException("primary " + primary + " is not in sync: " + inSync);
    }
    if (inSync.stream().map(Member::name).distinct().count() != inSync.size()) {
      throw new IllegalArgumentException("a name is in the in-sync set twice: " + inSync);
    }
  }

  /** Whether it may be written where {@code before} stands: of the same cluster, one rev later. */
  public boolean isNextAfter(Optional<View> before) {
    return before
        .map(view -> view.clusterId().equals(clusterId) && view.rev().next().equals(rev))
        .orElse(rev.equals(Rev.ZERO.next()));
  }

  /** The next view: {@code to} leads a new epoch, the in-sync set is unchanged (rule 6). */
  public View promoting(Member to) {
    return new View(clusterId, rev.next(), epoch.next(), to, inSync, addresses);
  }

  /** The next view of the same epoch without {@code member} (rule 3). */
  public View without(Member member) {
    SortedSet<Member> fewer = new TreeSet<>(inSync);
    fewer.remove(member);
    return new View(clusterId, rev.next(), epoch, primary, fewer, addresses);
  }

  /** The next view of the same epoch with {@code member} (rule 5). */
  public View with(Member member, Optional<NodeAddresses> at) {
    SortedSet<Member> more = new TreeSet<>(inSync);
    more.add(member);
    Map<NodeName, NodeAddresses> known = new TreeMap<>(addresses);
    at.ifPresent(a -> known.put(member.name(), a));
    return new View(clusterId, rev.next(), epoch, primary, more, new TreeMap<>(known));
  }
}
