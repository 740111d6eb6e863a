package chat.node.kubernetes;

import chat.node.host.Place;
import chat.view.NodeName;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

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
      return Optional.ofNullable(
              client.apps().statefulSets().inNamespace(namespace).withName(name).get())
          .map(this::isScaledAway)
          .orElse(false);
    } catch (KubernetesClientException e) {
      LOG.log(
          Level.WARNING,
          "the StatefulSet {0} can''t be read, so this end is taken for a restart: {1}",
          name,
          e.getMessage());
      return false;
    }
  }

  private boolean isScaledAway(StatefulSet set) {
    if (set.getMetadata().getDeletionTimestamp() != null) {
      return false;
    }
    StatefulSetSpec spec = set.getSpec();
    int replicas = spec.getReplicas() == null ? 1 : spec.getReplicas();
    int first =
        spec.getOrdinals() == null || spec.getOrdinals().getStart() == null
            ? 0
            : spec.getOrdinals().getStart();
    return replicas > 0 && (ordinal < first || ordinal >= first + replicas);
  }
}
