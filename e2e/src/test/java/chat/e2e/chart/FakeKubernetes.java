package chat.e2e.chart;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As much of an API server as a chart's {@code lookup} asks for: which kinds there are, and objects
 * by name. Helm finds it by the variable KUBECONFIG, which the build sets for these tests.
 */
final class FakeKubernetes implements AutoCloseable {
  private static final String NOT_FOUND =
      """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}
      """;
  private static final Map<String, String> DISCOVERY =
      Map.of(
          "/api/v1", kinds("v1", "configmaps", "ConfigMap"),
          "/apis/apps/v1", kinds("apps/v1", "statefulsets", "StatefulSet"));

  private final HttpServer server;
  private final Map<String, String> objects = new ConcurrentHashMap<>(DISCOVERY);

  FakeKubernetes() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String kubeconfig =
        Objects.requireNonNull(
            System.getenv("KUBECONFIG"), "run by Maven, which sets the variable KUBECONFIG");
    Files.writeString(
        Path.of(kubeconfig),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: fake, context: {cluster: fake, user: fake}}]
        users: [{name: fake, user: {}}]
        current-context: fake
        """
            .formatted(server.getAddress().getPort()));
  }

  /** A StatefulSet of that many replicas runs. */
  void statefulSet(String name, int replicas) {
    objects.put(
        "/apis/apps/v1/namespaces/%s/statefulsets/%s".formatted(Chart.NAMESPACE, name),
        """
        {"kind": "StatefulSet", "apiVersion": "apps/v1", "metadata": {"name": "%s"},
         "spec": {"replicas": %d}}
        """
            .formatted(name, replicas));
  }

  /** A view is left, with these members in sync. */
  void view(String release, String inSync) {
    objects.put(
        "/api/v1/namespaces/%s/configmaps/%s-view".formatted(Chart.NAMESPACE, release),
        """
        {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "%s-view"},
         "data": {"inSync": "%s"}}
        """
            .formatted(release, inSync));
  }

  private static String kinds(String version, String plural, String kind) {
    return """
    {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "%s", "resources":
     [{"name": "%s", "singularName": "", "namespaced": true, "kind": "%s", "verbs": ["get"]}]}
    """
        .formatted(version, plural, kind);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String found = objects.get(exchange.getRequestURI().getPath());
      byte[] body = (found == null ? NOT_FOUND : found).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
