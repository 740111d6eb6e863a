package chat.cli.kubernetes;

/**
 * A pod of the release. {@code problem} says in Kubernetes' words why a container of it doesn't
 * run, and is empty where all is well; {@code version} is what the chart labelled it with.
 */
public record PodState(
    String name,
    String phase,
    boolean ready,
    boolean leaving,
    String problem,
    int restarts,
    String machine,
    String image,
    String version) {

  /** Whether a port of it can be reached at all. */
  public boolean isRunning() {
    return phase.equals("Running");
  }

  /** In a word or two, for people. */
  public String state() {
    if (leaving) {
      return "Terminating";
    }
    if (!problem.isEmpty()) {
      return problem;
    }
    return isRunning() ? (ready ? "Ready" : "not ready") : phase;
  }
}
