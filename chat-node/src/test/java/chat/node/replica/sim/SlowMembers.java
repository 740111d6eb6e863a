package chat.node.replica.sim;

import chat.view.NodeName;
import java.util.List;

/**
 * One run in which nothing is lost, and every member but the primary is constantly late with all
 * that it says: 0.1 to 0.9 s, which is more than two heartbeats. Progress is required: a read that
 * was asked once completes, and within a few ways there and back.
 */
public final class SlowMembers {
  private static final int START_MILLIS = 2_000;
  private static final int ACTIVE_MILLIS = 8_000;
  private static final int LEAST_MILLIS = 100;
  private static final int MOST_MILLIS = 900;

  /** A read waits for a heartbeat until its round begins, and for one answer: 0.9 s and a bit. */
  private static final int LONGEST_READ_MILLIS = 1_500;

  private SlowMembers() {}

  /**
   * @return how many reads were answered
   * @throws Violation where a read took too long, with the seed
   */
  public static long run(long seed) {
    Dice dice = new Dice(seed);
    Cluster cluster = new Cluster(dice, new Profile(dice));
    cluster.faulty = false;
    cluster.network.behave();
    cluster.store.behave();
    cluster.run(START_MILLIS);
    NodeName primary = cluster.primary().orElseThrow().name;
    List<SimNode> late = cluster.nodes().stream().filter(n -> !n.name.equals(primary)).toList();
    late.forEach(node -> cluster.network.slow(node.name, dice.between(LEAST_MILLIS, MOST_MILLIS)));
    cluster.clients.beginPatience();
    long writesBefore = cluster.clients.writesDone;
    cluster.run(ACTIVE_MILLIS);
    cluster.clients.stop();
    cluster.run(LONGEST_READ_MILLIS);
    if (cluster.clients.longestReadMillis() > LONGEST_READ_MILLIS) {
      throw new Violation(
          "seed " + seed + ": a read took " + cluster.clients.longestReadMillis() + " ms");
    }
    if (cluster.clients.writesDone == writesBefore) {
      throw new Violation("seed " + seed + ": no write was acknowledged beside slow members");
    }
    return cluster.clients.patientReads();
  }
}
