package chat.view;

import chat.view.JsonReading.Fields;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A view as JSON that a person can read, and back.
 *
 * <p>Reading is strict: a field that is missing, unknown, doubled or of another type is an error
 * that names it. A reader that skipped what it doesn't know would drop it at its next write.
 */
public final class ViewCodec {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ViewCodec() {}

  /** The view as indented JSON, always the same for equal views, ending with a line break. */
  public static String encode(View view) {
    ObjectNode json = JSON.createObjectNode();
    json.put("clusterId", view.clusterId().value());
    json.put("rev", view.rev().value());
    json.put("epoch", view.epoch().value());
    json.set("primary", encode(view.primary()));
    ArrayNode inSync = json.putArray("inSync");
    view.inSync().forEach(member -> inSync.add(encode(member)));
    ObjectNode addresses = json.putObject("addresses");
    view.addresses()
        .forEach(
            (name, at) ->
                addresses
                    .putObject(name.value())
                    .put("client", at.client().toString())
                    .put("peer", at.peer().toString()));
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings and numbers can't be written", e);
    }
  }

  private static ObjectNode encode(Member member) {
    return JSON.createObjectNode()
        .put("name", member.name().value())
        .put("storageId", member.storageId().value());
  }

  /**
   * Reads what {@link #encode} wrote, or a person typed in the same form.
   *
   * @throws DamagedViewException where it isn't exactly a view; the message names the field
   */
  public static View decode(String text) throws DamagedViewException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DamagedViewException("not JSON: " + e.getOriginalMessage() + where(e), e);
    }
    Fields fields = JsonReading.object(root, "view");
    try {
      return view(fields);
    } catch (IllegalArgumentException e) {
      throw new DamagedViewException("not a view: " + e.getMessage(), e);
    }
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " (line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ")";
  }

  private static View view(Fields fields) throws DamagedViewException {
    View view =
        new View(
            fields.parsed("clusterId", ClusterId::new),
            new Rev(fields.count("rev")),
            new Epoch(fields.count("epoch")),
            member(fields.object("primary")),
            members(fields),
            addresses(fields.object("addresses")));
    fields.end();
    return view;
  }

  private static SortedSet<Member> members(Fields fields) throws DamagedViewException {
    SortedSet<Member> members = new TreeSet<>();
    for (Fields each : fields.objects("inSync")) {
      Member member = member(each);
      if (!members.add(member)) {
        throw new DamagedViewException(each.path() + ": " + member + " stands there twice");
      }
    }
    return members;
  }

  private static Member member(Fields fields) throws DamagedViewException {
    Member member =
        new Member(
            fields.parsed("name", NodeName::new), fields.parsed("storageId", StorageId::new));
    fields.end();
    return member;
  }

  private static SortedMap<NodeName, NodeAddresses> addresses(Fields fields)
      throws DamagedViewException {
    SortedMap<NodeName, NodeAddresses> addresses = new TreeMap<>();
    for (String name : fields.names()) {
      Fields at = fields.object(name);
      addresses.put(
          nodeName(name, at.path()),
          new NodeAddresses(
              at.parsed("client", Address::parse), at.parsed("peer", Address::parse)));
      at.end();
    }
    return addresses;
  }

  private static NodeName nodeName(String name, String path) throws DamagedViewException {
    try {
      return new NodeName(name);
    } catch (IllegalArgumentException e) {
      throw new DamagedViewException(path + ": " + e.getMessage(), e);
    }
  }
}
