package chat.node.replica.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Runs seeds. {@code -Dsim.seed=N} repeats one; {@code -Dsim.budget=S} runs new ones for S seconds,
 * from {@code -Dsim.from=N} on.
 */
class SimulationTest {
  private static final int GATE_SEEDS = 3000;

  @Test
  void no_seed_breaks_an_invariant() {
    Long one = Long.getLong("sim.seed");
    if (one != null) {
      System.out.println("seed " + one + ": " + Simulation.run(one));
      return;
    }
    long from = Long.getLong("sim.from", 1);
    long budgetSeconds = Long.getLong("sim.budget", 0);
    long began = System.nanoTime();
    long seed = from;
    Simulation.Figures sum = new Simulation.Figures(0, 0, 0, 0, 0);
    while (budgetSeconds > 0
        ? System.nanoTime() - began < budgetSeconds * 1_000_000_000L
        : seed < from + GATE_SEEDS) {
      sum = sum.plus(Simulation.run(seed++));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%d seeds in %.1f s, %.0f a second: %s%n",
        seed - from, seconds, (seed - from) / seconds, sum);
    assertThat(sum.writes()).isGreaterThan(seed - from);
    assertThat(sum.reads()).isGreaterThan(seed - from);
  }
}
