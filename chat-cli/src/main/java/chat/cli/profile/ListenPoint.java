package chat.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code listen} printed already: the cursor to go on from, and per conversation the delivered
 * mark that the cluster may not know yet.
 */
public record ListenPoint(byte[] cursor, SortedMap<String, Long> unmarked) {
  public static final ListenPoint START = new ListenPoint(new byte[0], new TreeMap<>());

  public ListenPoint {
    cursor = cursor.clone();
    unmarked = Collections.unmodifiableSortedMap(new TreeMap<>(unmarked));
  }

  @Override
  public byte[] cursor() {
    return cursor.clone();
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cursor", Base64.getEncoder().encodeToString(cursor));
    ObjectNode marks = json.putObject("unmarked");
    unmarked.forEach(marks::put);
    return json;
  }

  static ListenPoint of(JsonNode json) {
    SortedMap<String, Long> unmarked = new TreeMap<>();
    json.path("unmarked")
        .properties()
        .forEach(e -> unmarked.put(e.getKey(), e.getValue().asLong()));
    return new ListenPoint(Base64.getDecoder().decode(json.path("cursor").asText()), unmarked);
  }
}
