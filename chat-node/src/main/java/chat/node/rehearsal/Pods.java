package chat.node.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The StatefulSet and its pods, as the controller looks for them. */
final class Pods {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Pods() {}

  /** Of nodes that are reached by clients at {@code addresses}, the i-th is {@code chat-i}. */
  static List<JsonNode> of(List<String> addresses) {
    List<JsonNode> all = new ArrayList<>();
    ObjectNode set = object("apps/v1", "StatefulSet", "chat");
    set.putObject("spec").put("replicas", addresses.size());
    all.add(set);
    for (int i = 0; i < addresses.size(); i++) {
      ObjectNode pod = object("v1", "Pod", "chat-" + i);
      String address = addresses.get(i);
      String host = address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
      pod.putObject("status").put("phase", "Running").put("podIP", host);
      all.add(pod);
    }
    return all;
  }

  private static ObjectNode object(String version, String kind, String name) {
    ObjectNode object = JSON.createObjectNode().put("apiVersion", version).put("kind", kind);
    object.putObject("metadata").put("name", name).put("namespace", TrainingApi.NAMESPACE);
    return object;
  }
}
