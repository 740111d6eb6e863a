package chat.controller.coordinator;

import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.Rev;
import java.util.Optional;

/**
 * What a node says of itself.
 *
 * @param self its name and the disk that it runs on
 * @param cluster whose disk it is; empty while it is nobody's
 * @param viewRev the highest rev of the view that it acted on
 * @param lastIndex of its log; with {@code lastEpoch} it says how long the log is
 * @param lostPrimary it can't reach the primary that it follows, or is a primary that must not go
 *     on
 * @param ending it is shutting down
 * @param emptyDisk no entry, no promise, no cluster
 * @param halted why it stopped, where it has
 */
public record Report(
    Member self,
    Optional<ClusterId> cluster,
    Role role,
    Rev viewRev,
    Epoch promise,
    Epoch lastEpoch,
    long lastIndex,
    boolean lostPrimary,
    boolean ending,
    boolean emptyDisk,
    Optional<String> halted,
    Optional<NodeAddresses> addresses) {

  public Report {
    if (lastIndex < 0) {
      throw new IllegalArgumentException("negative index: " + lastIndex);
    }
  }

  boolean isHalted() {
    return role == Role.HALTED || halted.isPresent();
  }

  /**
   * A backup was restored to it, and it waits for the first view of its cluster: a node that
   * follows a cluster otherwise has acted on a view of it.
   */
  boolean isSeed() {
    return cluster.isPresent()
        && viewRev.equals(Rev.ZERO)
        && Epoch.ZERO.isBelow(promise)
        && promise.equals(lastEpoch)
        && lastIndex > 0
        && !emptyDisk;
  }

  /** Nothing speaks against a first view: a disk that was promised or written is not empty. */
  boolean isEmpty() {
    return emptyDisk
        && cluster.isEmpty()
        && lastIndex == 0
        && promise.equals(Epoch.ZERO)
        && lastEpoch.equals(Epoch.ZERO);
  }
}
