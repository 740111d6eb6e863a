package chat.node.replica.sim;

import chat.node.replica.ReplicaState;
import chat.view.View;
import java.util.Optional;

/**
 * Runs one seed: faults for a while, then none, and in the end everything has to be well. Some runs
 * stop all nodes then, and start them again.
 */
public final class Simulation {
  private static final int SETTLING_STEP_MILLIS = 50;
  private static final int SETTLING_MILLIS = 10_000;

  /** How many of the runs end with a total stop. */
  private static final double TOTAL_STOPS = 0.3;

  /** Messages and writes from before the faults were over have arrived by then. */
  private static final int STRAGGLERS_MILLIS = 1_300;

  private final long seed;
  private final Cluster cluster;

  private Simulation(long seed) {
    this.seed = seed;
    Dice dice = new Dice(seed);
    cluster = new Cluster(dice, new Profile(dice));
  }

  /** What a run did, to see that runs do something. */
  public record Figures(long steps, long writes, long reads, long entries, long epochs) {
    Figures plus(Figures other) {
      return new Figures(
          steps + other.steps,
          writes + other.writes,
          reads + other.reads,
          entries + other.entries,
          epochs + other.epochs);
    }
  }

  /**
   * @throws Violation with the seed, the last events and the command that repeats it
   */
  public static Figures run(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      simulation.run();
    } catch (RuntimeException e) {
      throw simulation.report(e);
    }
    Cluster done = simulation.cluster;
    return new Figures(
        done.steps,
        done.clients.writesDone,
        done.clients.readsDone,
        done.oracle.appliedCount(),
        done.store.now().map(view -> view.epoch().value()).orElse(0L));
  }

  /**
   * How the first seed fails of those with the given bent (any, where it is empty); empty where all
   * are well. For planted faults.
   */
  public static Optional<String> firstFailure(int seeds, String bent) {
    boolean slowMembers = bent.equals(Profile.SLOW_MEMBERS);
    for (long seed = 1; seed <= seeds; seed++) {
      if (!slowMembers
          && !bent.isEmpty()
          && !new Profile(new Dice(seed)).bent.name().equals(bent)) {
        continue;
      }
      try {
        if (slowMembers) {
          SlowMembers.run(seed);
        } else {
          run(seed);
        }
      } catch (Violation violation) {
        return Optional.ofNullable(violation.getMessage());
      }
    }
    return Optional.empty();
  }

  private void run() {
    new FaultPlan(cluster);
    cluster.run(cluster.profile.activeMillis);
    cluster.heal();
    settle();
    if (cluster.dice.chance(TOTAL_STOPS) && nobodyLeaves()) {
      cluster.run(STRAGGLERS_MILLIS);
      settle();
      new TotalStop(cluster).run();
      settle();
    }
  }

  private boolean nobodyLeaves() {
    return cluster.nodes().stream()
        .noneMatch(node -> node.state().map(ReplicaState::leaving).orElse(false));
  }

  private void settle() {
    for (int waited = 0; unsettled().isPresent(); waited += SETTLING_STEP_MILLIS) {
      if (waited > SETTLING_MILLIS) {
        throw new Violation(
            "the faults are over for " + SETTLING_MILLIS + " ms and still: " + unsettled().get());
      }
      cluster.run(SETTLING_STEP_MILLIS);
    }
  }

  /** What isn't as it must become once the faults are over. */
  private Optional<String> unsettled() {
    Optional<View> now = cluster.store.now();
    if (now.isEmpty()) {
      return Optional.of("there is no view");
    }
    View view = now.get();
    SimNode primary = cluster.node(view.primary().name()).orElseThrow();
    Optional<ReplicaState> leader = primary.state().filter(ReplicaState::isServing);
    if (leader.isEmpty() || !leader.get().view().equals(now)) {
      return Optional.of("no primary serves in " + view);
    }
    ReplicaState leading = leader.get();
    for (SimNode node : cluster.nodes()) {
      ReplicaState state = node.state().orElseThrow();
      boolean leaves = state.leaving() || state.ending();
      if (view.inSync().contains(node.member())) {
        if (!state.disk().log().last().equals(leading.disk().log().last())
            || state.disk().commit() != leading.disk().commit()) {
          return Optional.of(node.name + " is in sync and behind: " + state.disk());
        }
      } else if (!leaves) {
        return Optional.of(
            node.name
                + " is not in sync in "
                + view
                + ": "
                + state.role()
                + "; the primary: "
                + leading);
      }
    }
    return cluster.clients.isIdle() ? Optional.empty() : Optional.of("a client isn't answered");
  }

  private Violation report(RuntimeException cause) {
    Violation violation =
        new Violation(
            """
            seed %d: %s
            Again: mvn -q -pl chat-node -am test -Dtest=SimulationTest -Dsim.seed=%d \
            -Dsurefire.failIfNoSpecifiedTests=false
            The last of what happened:
            %s"""
                .formatted(seed, cause.getMessage(), seed, cluster.trace));
    violation.initCause(cause);
    return violation;
  }
}
