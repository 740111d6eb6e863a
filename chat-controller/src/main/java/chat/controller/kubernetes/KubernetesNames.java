package chat.controller.kubernetes;

/**
 * What this controller looks after, and under which names.
 *
 * @param namespace of all of them
 * @param view the ConfigMap that holds the view
 * @param statefulSet whose pods are the nodes
 * @param podSelector labels that these pods carry, as {@code key=value,key=value}
 * @param peerPort at which each of them can be asked
 * @param lease by which controllers agree who acts at once
 * @param identity of this controller: its pod's name
 */
public record KubernetesNames(
    String namespace,
    String view,
    String statefulSet,
    String podSelector,
    int peerPort,
    String lease,
    String identity) {

  public KubernetesNames {
    if (identity.isBlank()) {
      throw new IllegalArgumentException("a controller needs an identity: set POD_NAME");
    }
    if (podSelector.isBlank()) {
      throw new IllegalArgumentException("without a selector every pod would be a node");
    }
  }

  /** The labels by which the chart marks the nodes of a StatefulSet. */
  public static String podSelectorOf(String statefulSet) {
    return "app.kubernetes.io/instance=" + statefulSet + ",app.kubernetes.io/component=node";
  }
}
