package chat.node.replica.sim;

import chat.node.replica.Event;
import chat.node.replica.Progress;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Term;
import chat.view.Member;
import chat.view.View;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * All nodes are told to end while nothing else is wrong, each a bit later or sooner, within the
 * time for which a primary keeps a member that ends. Nobody may be missing in the set afterwards,
 * but who had lost its primary, to a fault of before: that one waits for nobody. What each of them
 * does before its process ends is what {@code chat.node.app.Ending} does.
 */
final class TotalStop {
  private static final int LOOK_MILLIS = 5;
  private static final int HAND_OVER_TRIES = 4;
  private static final int HAND_OVER_BEATS = 10;
  private static final int LET_GO_BEATS = 30;
  private static final int ROUNDS = 2;
  private static final int LONGEST_MILLIS = 20_000;

  private final Cluster cluster;
  private final int heartbeatMillis;
  private final SortedSet<Member> alone = new TreeSet<>();

  TotalStop(Cluster cluster) {
    this.cluster = cluster;
    this.heartbeatMillis = cluster.profile.heartbeatMillis;
  }

  /** Afterwards all are up again. */
  void run() {
    SortedSet<Member> before = members();
    // The first heartbeat may follow at once on the word that a member ends.
    int grace = (Progress.BEATS_UNTIL_LET_GO - 1) * heartbeatMillis;
    cluster.trace.add("cluster", "all are told to end within " + grace);
    for (SimNode node : cluster.nodes()) {
      cluster.agenda.after(cluster.dice.between(0, grace), new Ending(node)::begin);
    }
    for (int waited = 0; cluster.nodes().stream().anyMatch(SimNode::isUp); waited += LOOK_MILLIS) {
      if (waited > LONGEST_MILLIS) {
        throw new Violation("all were told to end, and not all have within " + LONGEST_MILLIS);
      }
      cluster.run(LOOK_MILLIS);
    }
    SortedSet<Member> left = new TreeSet<>(members());
    left.addAll(alone);
    if (!left.containsAll(before)) {
      throw new Violation(
          "all were told to end within %d ms; of %s are left %s"
              .formatted(grace, before, members()));
    }
    cluster.nodes().forEach(cluster::restart);
  }

  private SortedSet<Member> members() {
    return cluster.store.now().map(View::inSync).orElseThrow();
  }

  /** One node on its way out. */
  private final class Ending {
    private final SimNode node;
    private int rounds;
    private int tries;
    private long handOverDueMillis;
    private long letGoDueMillis;

    Ending(SimNode node) {
      this.node = node;
    }

    void begin() {
      node.hear(new Event.EndingBegun());
      look();
    }

    private void look() {
      Optional<ReplicaState> state = node.state();
      if (state.isEmpty()) {
        return;
      }
      if (state.get().role() instanceof Role.Leading leading ? leads(leading.term()) : follows()) {
        cluster.agenda.after(LOOK_MILLIS, this::look);
      } else {
        // Calls end first, and the node still takes part.
        cluster.agenda.after(
            cluster.dice.between(0, 3 * heartbeatMillis), () -> cluster.kill(node));
      }
    }

    /** Whether it stays for now. */
    private boolean leads(Term term) {
      boolean successor =
          term.followers().isEmpty()
              ? term.recorded().size() > 1
              : term.followers().values().stream()
                  .anyMatch(f -> term.required().contains(f.member()) && !f.ending());
      if (!successor) {
        return false;
      }
      if (cluster.agenda.nowMillis() >= handOverDueMillis) {
        handOverDueMillis = cluster.agenda.nowMillis() + (long) HAND_OVER_BEATS * heartbeatMillis;
        node.hear(new Event.HandOverRequested(Optional.empty()));
        tries++;
      }
      return tries <= HAND_OVER_TRIES;
    }

    /** Whether it waits on: for being let go. */
    private boolean follows() {
      if (tries > 0 || rounds == 0) {
        rounds++;
        tries = 0;
        letGoDueMillis = cluster.agenda.nowMillis() + (long) LET_GO_BEATS * heartbeatMillis;
      }
      ReplicaState state = node.state().orElseThrow();
      if (state.hasLostPrimary()) {
        alone.add(state.self());
      }
      return rounds <= ROUNDS
          && state.isInSync()
          && !state.hasLostPrimary()
          && cluster.agenda.nowMillis() < letGoDueMillis;
    }
  }
}
