package chat.view.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;

/**
 * What is asked of a StatefulSet, read as plain fields. The client's own classes describe all that
 * a pod can be, and a young JVM sets them up for longer than a hand-over may take, during which
 * these are read.
 *
 * @param replicas that it asks for
 * @param firstOrdinal of its pods
 */
public record StatefulSetFacts(String uid, boolean isBeingDeleted, int replicas, int firstOrdinal) {
  public static final String API_VERSION = "apps/v1";
  public static final String KIND = "StatefulSet";

  /** What the API server takes a StatefulSet without a number for. */
  private static final int DEFAULT_REPLICAS = 1;

  /** All that the client would otherwise ask the API server for. */
  private static final ResourceDefinitionContext STATEFUL_SETS =
      new ResourceDefinitionContext.Builder()
          .withGroup("apps")
          .withVersion("v1")
          .withKind(KIND)
          .withPlural("statefulsets")
          .withNamespaced(true)
          .build();

  /**
   * Asks the API server, with one GET by name; blocks.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it didn't answer, or
   *     refused
   */
  public static Optional<StatefulSetFacts> read(
      KubernetesClient client, String namespace, String name) {
    return Optional.ofNullable(
            client
                .genericKubernetesResources(STATEFUL_SETS)
                .inNamespace(namespace)
                .withName(name)
                .get())
        .map(StatefulSetFacts::of);
  }

  private static StatefulSetFacts of(GenericKubernetesResource set) {
    Integer replicas = set.get("spec", "replicas");
    Integer first = set.get("spec", "ordinals", "start");
    return new StatefulSetFacts(
        set.getMetadata().getUid(),
        set.getMetadata().getDeletionTimestamp() != null,
        replicas == null ? DEFAULT_REPLICAS : replicas,
        first == null ? 0 : first);
  }
}
