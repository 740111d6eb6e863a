package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * At an API server that forbids port-forwards: who may look at everything, but reach no pod, is
 * told which right is missing and whom to ask. A tunnel is a web socket, whose handshake is a GET:
 * the right that it needs first is {@code get}, not the {@code create} of kubectl's older protocol.
 */
@Timeout(120)
class ForbiddenPortForwardTest {
  /** Where the Kubernetes client looks before the variable of the same name. */
  private static final String KUBECONFIG = "kubeconfig";

  private static final String POD =
      """
      {"metadata": {"name": "%s", "namespace": "prod"},
       "spec": {"nodeName": "m1", "containers": [{"name": "node", "image": "chat-node:1"}]},
       "status": {"phase": "Running", "containerStatuses": [
         {"name": "node", "ready": true, "restartCount": 0, "image": "chat-node:1", "imageID": ""}]}}
      """;

  @TempDir Path home;
  private HttpServer server;
  private Set<String> forbidden = Set.of();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    Path config = home.resolve("config");
    Files.writeString(
        config,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: fake, context: {cluster: fake, user: fake, namespace: prod}}]
        users: [{name: fake, user: {token: fake}}]
        current-context: fake
        """
            .formatted(server.getAddress().getPort()));
    System.setProperty(KUBECONFIG, config.toString());
  }

  @AfterEach
  void end() {
    System.clearProperty(KUBECONFIG);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/selfsubjectaccessreviews")) {
      boolean allowed =
          forbidden.stream()
              .noneMatch(
                  verb ->
                      asked.contains("\"verb\":\"%s\"".formatted(verb))
                          && asked.contains("\"subresource\":\"portforward\""));
      say(exchange, 201, "{\"status\": {\"allowed\": %s}}".formatted(allowed));
    } else if (path.endsWith("/configmaps/chat-view")) {
      say(
          exchange,
          200,
          """
          {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "chat-view"},
           "data": {"primary": "chat-0", "epoch": "3", "inSync": "chat-0,chat-1"}}
          """);
    } else if (path.endsWith("/pods") && forbidden.contains("list")) {
      say(exchange, 403, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 403}");
    } else if (path.endsWith("/pods")) {
      say(
          exchange,
          200,
          "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"metadata\": {}, \"items\": [%s, %s]}"
              .formatted(POD.formatted("chat-0"), POD.formatted("chat-1")));
    } else if (path.endsWith("/portforward")) {
      say(
          exchange,
          403,
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
           "message": "pods \\"chat-0\\" is forbidden: User \\"u\\" cannot get resource \\"pods/portforward\\""}
          """);
    } else {
      say(exchange, 404, "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"code\": 404}");
    }
  }

  private static void say(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome chat(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = InAPipe.run(Map.of("HOME", home.toString()), home, out, err, arguments);
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void the_doctor_names_the_missing_right_and_whom_to_ask() {
    forbidden = Set.of("get", "create");
    Outcome outcome = chat("doctor", "--kube-context", "fake");
    assertThat(outcome.out())
        .contains(
            """
            ok    permission   list pods
            ok    permission   watch pods
            fail  permission   you may not get pods/portforward: no node is reached
                               → ask who runs the cluster for it, in namespace prod
            warn  permission   you may not create pods/portforward: no node is reached where Kubernetes is 1.35 or newer
                               → ask who runs the cluster for it, in namespace prod
            """)
        .contains(
            """
            fail  nodes        chat-0, chat-1: you may not get or create pods/portforward in namespace prod
                               → ask who runs the cluster for a role that allows it
            """);
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  @Test
  void the_right_to_create_alone_does_not_pass_for_enough() {
    forbidden = Set.of("get");
    assertThat(chat("doctor", "--kube-context", "fake").out())
        .contains("fail  permission   you may not get pods/portforward: no node is reached\n")
        .contains("ok    permission   create pods/portforward\n");
  }

  @Test
  void whatever_is_forbidden_the_doctor_sends_nobody_to_himself() {
    forbidden = Set.of("list");
    Outcome outcome = chat("doctor", "--kube-context", "fake");
    assertThat(outcome.out())
        .contains(
            """
            fail  kubernetes   you may not list pods in namespace prod
                               → ask who runs the cluster for a role that allows it
            """);
    assertThat(outcome.out() + outcome.err()).doesNotContain("chat doctor");
  }

  @Test
  void any_other_verb_ends_at_once_and_says_what_is_missing() {
    Outcome outcome = chat("status", "--kube-context", "fake", "--timeout", "60m");
    assertThat(outcome.err())
        .contains("you may not get or create pods/portforward in namespace prod\n")
        .contains("ask who runs the cluster for a role that allows it; see: chat doctor\n");
    assertThat(outcome.exitCode()).isEqualTo(5);
  }
}
