package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.LoopMetrics;
import chat.node.host.Place;
import chat.node.host.Replication.Role;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ConfigMapViewStore;
import chat.view.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on Kubernetes whose API server is away when it starts. */
class ApiServerAwayTest {
  @TempDir Path folder;

  @Test
  void a_node_starts_waits_and_says_why_and_ends_in_order() throws Exception {
    List<String> fatal = new CopyOnWriteArrayList<>();
    Config nowhere = new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:1").build();
    try (KubernetesClient client = KubernetesAccess.client(nowhere, ApiLimits.DEFAULTS)) {
      ConfigMapViewStore views =
          new ConfigMapViewStore(client, "here", "chat-view", ApiLimits.DEFAULTS);
      Node node =
          new Node(
              config(),
              new Surroundings(views, Place.LASTING, views::close),
              LoopMetrics.NONE,
              fatal::add);
      node.start();
      await().until(() -> node.health().reason().orElse("").contains("chat-view"));
      assertThat(node.health().isStarted()).isTrue();
      assertThat(node.health().isLive()).isTrue();
      assertThat(node.health().isReady()).isFalse();
      assertThat(node.health().state().role()).isEqualTo(Role.WAITING);
      node.stop();
      assertThat(fatal).isEmpty();
    }
  }

  private NodeConfig config() throws Exception {
    Map<String, String> settings =
        Map.of(
            "chat.node.name", "chat-0",
            "chat.data.dir", folder.toString(),
            "chat.client.port", "1",
            "chat.peer.port", "2",
            "chat.view.configmap", "chat-view");
    return NodeConfig.from(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build());
  }
}
