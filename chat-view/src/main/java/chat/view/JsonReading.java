package chat.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes a JSON tree apart field by field, and says by its path which field was wrong. */
final class JsonReading {
  private JsonReading() {}

  static Fields object(@Nullable JsonNode node, String path) throws DamagedViewException {
    if (node == null || node.isMissingNode()) {
      throw new DamagedViewException(path + " is missing");
    }
    if (!node.isObject()) {
      throw new DamagedViewException(path + " is not an object");
    }
    return new Fields(node, path);
  }

  /** The fields of one object. {@link #end} fails if one was never asked for. */
  static final class Fields {
    private final JsonNode node;
    private final String path;
    private final Set<String> taken = new HashSet<>();

    private Fields(JsonNode node, String path) {
      this.node = node;
      this.path = path;
    }

    String path() {
      return path;
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      node.fieldNames().forEachRemaining(names::add);
      return names;
    }

    <T> T parsed(String name, Function<String, T> parse) throws DamagedViewException {
      JsonNode value = take(name);
      if (!value.isTextual()) {
        throw new DamagedViewException(path + "." + name + " is not a text");
      }
      try {
        return parse.apply(value.textValue());
      } catch (IllegalArgumentException e) {
        throw new DamagedViewException(path + "." + name + ": " + e.getMessage(), e);
      }
    }

    long count(String name) throws DamagedViewException {
      JsonNode value = take(name);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
        throw new DamagedViewException(path + "." + name + " is not a whole number from 1");
      }
      return value.longValue();
    }

    Fields object(String name) throws DamagedViewException {
      return JsonReading.object(take(name), path + "." + name);
    }

    List<Fields> objects(String name) throws DamagedViewException {
      JsonNode value = take(name);
      if (!value.isArray()) {
        throw new DamagedViewException(path + "." + name + " is not a list");
      }
      List<Fields> all = new ArrayList<>();
      for (JsonNode each : value) {
        all.add(JsonReading.object(each, path + "." + name + "[" + all.size() + "]"));
      }
      return all;
    }

    void end() throws DamagedViewException {
      Set<String> unknown = new TreeSet<>(names());
      unknown.removeAll(taken);
      if (!unknown.isEmpty()) {
        throw new DamagedViewException(path + " has fields that no view has: " + unknown);
      }
    }

    private JsonNode take(String name) throws DamagedViewException {
      taken.add(name);
      JsonNode value = node.get(name);
      if (value == null) {
        throw new DamagedViewException(path + "." + name + " is missing");
      }
      return value;
    }
  }
}
