package chat.cli.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code listen} printed already: the cursor to go on from; per conversation the delivered
 * mark that the cluster may not know yet; and per conversation how far it was heard, to go on by
 * where the cursor is of no use any more.
 */
public record ListenPoint(
    byte[] cursor, SortedMap<String, Long> unmarked, SortedMap<String, Heard> heard) {
  public static final ListenPoint START =
      new ListenPoint(new byte[0], new TreeMap<>(), new TreeMap<>());

  /**
   * The last message of a conversation that was heard. Its time tells it from another one that got
   * its number in a restored cluster, which is later.
   */
  public record Heard(long seq, long timeMillis) {
    /** Whether it had come by then. */
    public boolean covers(long otherSeq, long otherMillis) {
      return otherSeq <= seq && otherMillis <= timeMillis;
    }
  }

  public ListenPoint {
    cursor = cursor.clone();
    unmarked = Collections.unmodifiableSortedMap(new TreeMap<>(unmarked));
    heard = Collections.unmodifiableSortedMap(new TreeMap<>(heard));
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
    ObjectNode places = json.putObject("heard");
    heard.forEach((c, h) -> places.putArray(c).add(h.seq()).add(h.timeMillis()));
    return json;
  }

  static ListenPoint of(JsonNode json) {
    SortedMap<String, Long> unmarked = new TreeMap<>();
    json.path("unmarked")
        .properties()
        .forEach(e -> unmarked.put(e.getKey(), e.getValue().asLong()));
    SortedMap<String, Heard> heard = new TreeMap<>();
    json.path("heard")
        .properties()
        .forEach(
            e ->
                heard.put(
                    e.getKey(),
                    new Heard(e.getValue().path(0).asLong(), e.getValue().path(1).asLong())));
    return new ListenPoint(
        Base64.getDecoder().decode(json.path("cursor").asText()), unmarked, heard);
  }
}
