package chat.node.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.view.NodeName;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which pods of a StatefulSet are wanted, asked of a real API server. */
@Tag("kubernetes")
class OwnStatefulSetTest {
  private static final ApiLimits PATIENT =
      new ApiLimits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofSeconds(1));

  private static KubernetesClient client;
  private static String namespace;

  @BeforeAll
  static void makeNamespace() {
    client = KubernetesAccess.client(PATIENT);
    namespace =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("chat-node-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
  }

  @AfterAll
  static void deleteNamespace() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  @Test
  void pods_beyond_the_replicas_are_scaled_away() {
    make("five-to-three", 3, null, List.of());
    assertThat(isGone("five-to-three", 2)).isFalse();
    assertThat(isGone("five-to-three", 3)).isTrue();
  }

  @Test
  void ordinals_count_from_where_the_set_begins() {
    make("from-ten", 3, 10, List.of());
    assertThat(isGone("from-ten", 9)).isTrue();
    assertThat(isGone("from-ten", 10)).isFalse();
    assertThat(isGone("from-ten", 12)).isFalse();
    assertThat(isGone("from-ten", 13)).isTrue();
  }

  @Test
  void a_set_that_is_scaled_to_zero_is_stopped_whole() {
    make("stopped", 0, null, List.of());
    assertThat(isGone("stopped", 0)).isFalse();
    assertThat(isGone("stopped", 2)).isFalse();
  }

  @Test
  void a_set_that_is_being_deleted_is_stopped_whole() {
    make("deleted", 1, null, List.of("chat.test/held"));
    client.apps().statefulSets().inNamespace(namespace).withName("deleted").delete();
    assertThat(isGone("deleted", 2)).isFalse();
    client
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName("deleted")
        // Not an edit: Kubernetes' own controller writes the set at the same time.
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");
  }

  @Test
  void a_set_that_is_not_there_is_a_restart() {
    assertThat(isGone("never-made", 7)).isFalse();
  }

  @Test
  void an_api_server_that_does_not_answer_is_a_restart() {
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    try (KubernetesClient away = KubernetesAccess.client(nowhere, ApiLimits.DEFAULTS)) {
      assertThat(
              new OwnStatefulSet(away, namespace, "chat", new NodeName("chat-7")).isGoneForGood())
          .isFalse();
    }
  }

  @Test
  void a_node_that_is_no_pod_of_the_set_is_refused() {
    for (String name : List.of("chat", "other-0", "chat-x", "chat-0-0")) {
      assertThatThrownBy(() -> new OwnStatefulSet(client, namespace, "chat", new NodeName(name)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
  }

  private static boolean isGone(String set, int ordinal) {
    NodeName node = new NodeName(set + "-" + ordinal);
    return new OwnStatefulSet(client, namespace, set, node).isGoneForGood();
  }

  private static void make(
      String name,
      int replicas,
      @org.jspecify.annotations.Nullable Integer first,
      List<String> finalizers) {
    Map<String, String> labels = Map.of("of", name);
    StatefulSet set =
        new StatefulSetBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withFinalizers(finalizers)
            .endMetadata()
            .withNewSpec()
            .withReplicas(replicas)
            .withServiceName(name)
            .withNewSelector()
            .withMatchLabels(labels)
            .endSelector()
            .withNewTemplate()
            .withNewMetadata()
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .withNodeSelector(Map.of("chat.test/nowhere", "true"))
            .addNewContainer()
            .withName("none")
            .withImage("none")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    if (first != null) {
      set.getSpec()
          .setOrdinals(new io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals(first));
    }
    client.resource(set).create();
  }
}
