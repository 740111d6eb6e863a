package chat.node.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * As much of an API server as nodes and controllers speak with: objects of one namespace by their
 * paths, versions and watches. It checks nobody's rights and forgets all with the process.
 */
final class TrainingApi implements AutoCloseable {
  static final String NAMESPACE = "rehearsal";
  private static final char[] PASSWORD = "rehearsal".toCharArray();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where objects of a kind lie. */
  private static final Map<String, String> PLACES =
      Map.of(
          "Pod", "/api/v1/namespaces/" + NAMESPACE + "/pods/",
          "StatefulSet", "/apis/apps/v1/namespaces/" + NAMESPACE + "/statefulsets/");

  private final HttpsServer server;
  private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private long version;

  /** Who hears of what lies at or below {@code place}. */
  private record Watch(String place, BlockingQueue<String> events) {}

  /** An answer. */
  private record Answer(int code, JsonNode body) {}

  TrainingApi(Path keys, int port) throws IOException, GeneralSecurityException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** Has these from now on. */
  synchronized void hold(List<JsonNode> given) {
    for (JsonNode object : given) {
      String place = PLACES.get(object.path("kind").asText());
      store(place + object.path("metadata").path("name").asText(), object.deepCopy());
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      if (query.contains("watch=true")) {
        watch(exchange, place(path, query));
        return;
      }
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      Answer answer = answer(exchange.getRequestMethod(), path, body, query.contains("dryRun=All"));
      byte[] bytes = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.code(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A single object is watched as its folder with a filter. */
  private static String place(String path, String query) {
    String filter = "fieldSelector=metadata.name=";
    int at = query.indexOf(filter);
    return at < 0 ? path + "/" : path + "/" + query.substring(at + filter.length()).split("&")[0];
  }

  private synchronized Answer answer(String method, String path, JsonNode body, boolean dry) {
    return switch (method) {
      case "POST" -> {
        String name = body.path("metadata").path("name").asText();
        yield new Answer(HttpURLConnection.HTTP_CREATED, store(path + "/" + name, body.deepCopy()));
      }
      case "PUT" -> put(path, body, dry);
      case "PATCH" -> patched(path, body);
      default -> found(path);
    };
  }

  private Answer put(String path, JsonNode body, boolean dry) {
    ObjectNode before = objects.get(path);
    if (before == null) {
      return absent(path);
    }
    if (!versionOf(before).equals(versionOf(body))) {
      return refusal(HttpURLConnection.HTTP_CONFLICT, "Conflict", path);
    }
    return new Answer(HttpURLConnection.HTTP_OK, dry ? body : store(path, body.deepCopy()));
  }

  /** Of all patches, labels matter here. */
  private Answer patched(String path, JsonNode patch) {
    ObjectNode object = objects.get(path);
    if (object == null) {
      return absent(path);
    }
    ObjectNode next = object.deepCopy();
    if (patch.path("metadata").path("labels") instanceof ObjectNode labels) {
      next.withObject("/metadata/labels").setAll(labels);
    }
    return new Answer(HttpURLConnection.HTTP_OK, store(path, next));
  }

  private Answer found(String path) {
    ObjectNode object = objects.get(path);
    if (object != null) {
      return new Answer(HttpURLConnection.HTTP_OK, object);
    }
    if (!path.endsWith("s")) {
      return absent(path);
    }
    ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putObject("metadata").put("resourceVersion", Long.toString(version));
    ArrayNode items = list.putArray("items");
    objects.subMap(path + "/", path + "0").values().forEach(items::add);
    return new Answer(HttpURLConnection.HTTP_OK, list);
  }

  private ObjectNode store(String path, ObjectNode object) {
    version++;
    object
        .withObject("/metadata")
        .put("uid", "uid-of-" + path.substring(path.lastIndexOf('/') + 1))
        .put("resourceVersion", Long.toString(version));
    String type = objects.put(path, object) == null ? "ADDED" : "MODIFIED";
    watches.stream()
        .filter(watch -> path.startsWith(watch.place()))
        .forEach(watch -> watch.events().add(event(type, object)));
    return object;
  }

  private static String event(String type, ObjectNode object) {
    ObjectNode event = JSON.createObjectNode().put("type", type);
    event.set("object", object);
    return event + "\n";
  }

  private void watch(HttpExchange exchange, String place) throws IOException, InterruptedException {
    Watch watch = new Watch(place, new LinkedBlockingQueue<>());
    synchronized (this) {
      objects.tailMap(place).entrySet().stream()
          .filter(each -> each.getKey().startsWith(place))
          .forEach(each -> watch.events().add(event("ADDED", each.getValue())));
      watches.add(watch);
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, 0);
      while (true) {
        exchange.getResponseBody().write(watch.events().take().getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    } finally {
      watches.remove(watch);
    }
  }

  private static String versionOf(@Nullable JsonNode object) {
    return object == null ? "" : object.path("metadata").path("resourceVersion").asText();
  }

  private static Answer absent(String path) {
    return refusal(HttpURLConnection.HTTP_NOT_FOUND, "NotFound", path);
  }

  private static Answer refusal(int code, String reason, String path) {
    String[] parts = path.split("/");
    ObjectNode status =
        JSON.createObjectNode()
            .put("apiVersion", "v1")
            .put("kind", "Status")
            .put("status", "Failure")
            .put("reason", reason)
            .put("message", reason + ": " + path)
            .put("code", code);
    status
        .putObject("details")
        .put("kind", parts[parts.length - 2])
        .put("name", parts[parts.length - 1]);
    return new Answer(code, status);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
