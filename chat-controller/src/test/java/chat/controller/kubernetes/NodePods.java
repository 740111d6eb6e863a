package chat.controller.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;

/**
 * The StatefulSet "chat", whose pods are real and never scheduled: a test gives them addresses, and
 * the StatefulSet's own controller makes the next of a name where one is deleted.
 */
final class NodePods {
  private static final String YAML =
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: %1$s}
      spec:
        replicas: %2$d
        serviceName: %1$s-nodes
        podManagementPolicy: Parallel
        selector:
          matchLabels: {app.kubernetes.io/instance: %1$s, app.kubernetes.io/component: node}
        template:
          metadata:
            labels: {app.kubernetes.io/instance: %1$s, app.kubernetes.io/component: node}
          spec:
            schedulingGates: [{name: chat.test/never}]
            containers: [{name: node, image: none}]
      """;

  private final KubernetesClient client;
  private final String namespace;

  NodePods(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void ask(String statefulSet, int replicas) {
    var _ =
        client
            .resource(
                Serialization.unmarshal(YAML.formatted(statefulSet, replicas), StatefulSet.class))
            .inNamespace(namespace)
            .create();
  }

  boolean exists(String name) {
    return client.pods().inNamespace(namespace).withName(name).get() != null;
  }

  Pod get(String name) {
    return Objects.requireNonNull(client.pods().inNamespace(namespace).withName(name).get(), name);
  }

  /** As if it ran there. */
  void runsAt(String name, String ip) {
    var _ =
        client
            .pods()
            .inNamespace(namespace)
            .withName(name)
            .subresource("status")
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"status\":{\"phase\":\"Running\",\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}"
                    .formatted(ip));
  }

  void delete(String name) {
    client.pods().inNamespace(namespace).withName(name).delete();
  }

  boolean isPrimary(String name) {
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    return pod != null
        && pod.getMetadata().getLabels() != null
        && "true".equals(pod.getMetadata().getLabels().get(NodePod.PRIMARY_LABEL));
  }
}
