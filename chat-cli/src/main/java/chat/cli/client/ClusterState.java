package chat.cli.client;

import java.util.List;

/** The cluster as one node sees it. */
public record ClusterState(
    String clusterId,
    long rev,
    long epoch,
    String primary,
    List<String> inSync,
    List<Node> nodes,
    String answeredBy,
    boolean serving,
    String waitingFor) {
  public ClusterState {
    inSync = List.copyOf(inSync);
    nodes = List.copyOf(nodes);
  }

  /**
   * A node as the answering one knows it; {@code stateHash} is empty where it was not asked for,
   * {@code version} where the node doesn't say.
   */
  public record Node(
      String name,
      String role,
      String clientAddress,
      long appliedIndex,
      long logIndex,
      String stateHash,
      long hashIndex,
      long lag,
      String version,
      List<Controller> controllers) {
    private static final String UNREACHABLE = "unreachable";

    public Node {
      controllers = List.copyOf(controllers);
    }

    /** Whether it told all this itself, instead of being missed by the answering one. */
    public boolean isReached() {
      return !role.equals(UNREACHABLE);
    }
  }

  /** One that watches a node; older ones leave both empty. */
  public record Controller(String name, String version) {}
}
