package chat.node.kubernetes;

import chat.node.host.Place;
import chat.view.NodeName;
import chat.view.kubernetes.StatefulSetFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The StatefulSet that a pod belongs to. A pod whose ordinal it no longer asks for is scaled away.
 * Every other end is a restart: also that of a StatefulSet scaled to zero or deleted, for then the
 * whole cluster stops, and comes back as it was.
 */
public final class OwnStatefulSet implements Place {
  private static final Logger LOG = System.getLogger(OwnStatefulSet.class.getName());

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final int ordinal;

  /**
   * @throws IllegalArgumentException where the node isn't named as a pod of this StatefulSet is
   */
  public OwnStatefulSet(KubernetesClient client, String namespace, String name, NodeName node) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.ordinal = ordinal(name, node);
  }

  private static int ordinal(String name, NodeName node) {
    String prefix = name + "-";
    String rest = node.value().startsWith(prefix) ? node.value().substring(prefix.length()) : "";
    if (!rest.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "a pod of the StatefulSet " + name + " is named " + name + "-0, not " + node);
    }
    return Integer.parseInt(rest);
  }

  @Override
  public boolean isGoneForGood() {
    try {
      return StatefulSetFacts.read(client, namespace, name).map(this::isScaledAway).orElse(false);
    } catch (KubernetesClientException e) {
      LOG.log(
          Level.WARNING,
          "the StatefulSet {0} can''t be read, so this end is taken for a restart: {1}",
          name,
          e.getMessage());
      return false;
    }
  }

  private boolean isScaledAway(StatefulSetFacts set) {
    int first = set.firstOrdinal();
    return !set.isBeingDeleted()
        && set.replicas() > 0
        && (ordinal < first || ordinal >= first + set.replicas());
  }
}
