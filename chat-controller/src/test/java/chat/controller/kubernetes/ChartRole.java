package chat.controller.kubernetes;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the chart, as rendered for a release "chat", lets a controller do. */
final class ChartRole {
  private static final Path RENDERED = Path.of("../k8s/chat.yaml");

  private ChartRole() {}

  static PolicyRule[] rules(KubernetesClient client) throws IOException {
    try (InputStream yaml = Files.newInputStream(RENDERED)) {
      return client.load(yaml).items().stream()
          .filter(Role.class::isInstance)
          .map(Role.class::cast)
          .filter(role -> role.getMetadata().getName().equals("chat-controller"))
          .findFirst()
          .orElseThrow()
          .getRules()
          .toArray(PolicyRule[]::new);
    }
  }
}
