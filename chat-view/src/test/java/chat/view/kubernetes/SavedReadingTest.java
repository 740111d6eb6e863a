package chat.view.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.view.ClusterId;
import chat.view.View;
import chat.view.ViewStore.Outcome;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a write needs no reading before it: at a server that counts, and knows one ConfigMap. */
class SavedReadingTest {
  private static final View FIRST = first(member("chat-0"), member("chat-1"));
  private static final View FIFTH =
      FIRST
          .promoting(member("chat-1"))
          .promoting(member("chat-0"))
          .promoting(member("chat-1"))
          .promoting(member("chat-0"));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile ConfigMap held = map(FIRST, 1);
  private HttpServer server;
  private KubernetesClient client;
  private ConfigMapViewStore store;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    store = new ConfigMapViewStore(client, "here", "view", ApiServer.PATIENT);
  }

  @AfterEach
  void end() {
    store.close();
    client.close();
    server.stop(0);
  }

  @Test
  void whatWasReadIsReplacedByOneRequest() throws Exception {
    store.read();
    requests.clear();
    assertThat(store.compareAndSet(FIRST.promoting(member("chat-1")))).isEqualTo(Outcome.STORED);
    assertThat(requests).containsExactly("PUT");
  }

  @Test
  void whatWasWrittenToo() throws Exception {
    View second = FIRST.promoting(member("chat-1"));
    store.compareAndSet(second);
    requests.clear();
    assertThat(store.compareAndSet(second.promoting(member("chat-0")))).isEqualTo(Outcome.STORED);
    assertThat(requests).containsExactly("PUT");
  }

  @Test
  void theViewOfARestoredClusterTakesThePlaceOfANewerOneOfTheOldCluster() throws Exception {
    held = map(FIFTH, 5);
    store.read();
    View restored = of("restored", FIRST);
    held = map(restored, 9);
    store.read();
    requests.clear();
    assertThat(store.compareAndSet(restored.promoting(member("chat-1")))).isEqualTo(Outcome.STORED);
    assertThat(requests).containsExactly("PUT");
  }

  private static View of(String cluster, View view) {
    return new View(
        new ClusterId(cluster),
        view.rev(),
        view.epoch(),
        view.primary(),
        view.inSync(),
        view.addresses());
  }

  private static ConfigMap map(View view, int version) {
    return new ConfigMapBuilder(ViewConfigMap.of("here", "view", view))
        .editMetadata()
        .withResourceVersion(String.valueOf(version))
        .endMetadata()
        .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod());
      int code = HttpURLConnection.HTTP_OK;
      if (exchange.getRequestMethod().equals("PUT")) {
        ConfigMap next = Serialization.unmarshal(exchange.getRequestBody(), ConfigMap.class);
        String version = held.getMetadata().getResourceVersion();
        if (version.equals(next.getMetadata().getResourceVersion())) {
          next.getMetadata().setResourceVersion(version + "0");
          held = next;
        } else {
          code = HttpURLConnection.HTTP_CONFLICT;
        }
      }
      byte[] body = Serialization.asJson(held).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
