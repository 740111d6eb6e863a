package chat.e2e.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** The chart of this repository, and what Helm makes of it. */
final class Chart {
  static final String NAMESPACE = "chat";
  static final Path REPOSITORY =
      Path.of(Objects.requireNonNull(System.getProperty("chat.e2e.repository"))).normalize();
  static final Path FOLDER = REPOSITORY.resolve("helm/chat");

  /** Values beside the defaults, a folder each. */
  static final Path SETS = REPOSITORY.resolve("e2e/src/test/resources/chart");

  private static final String KUBERNETES = "1.34.0";
  private static final String SEPARATOR = "---\n";

  private Chart() {}

  static LintResult lint() {
    return new Helm(FOLDER).lint().strict().call();
  }

  /** All objects as text, comments included, in Helm's order; hooks left out. */
  static List<String> render(String release, String values) throws IOException {
    Path file = Files.createTempFile("values", ".yaml");
    try {
      Files.writeString(file, values);
      String all =
          new Helm(FOLDER)
              .template()
              .withName(release)
              .withNamespace(NAMESPACE)
              .withKubeVersion(KUBERNETES)
              .withValuesFile(file)
              .call();
      return documents(all);
    } finally {
      Files.delete(file);
    }
  }

  private static List<String> documents(String all) {
    List<String> objects = new ArrayList<>();
    for (String document : all.split("(?m)^---$\n?")) {
      if (!document.isBlank() && !document.contains("helm.sh/hook:")) {
        objects.add(document.strip() + "\n");
      }
    }
    return List.copyOf(objects);
  }

  static String text(List<String> objects) {
    return String.join(SEPARATOR, objects);
  }

  /** The object of that kind and name, parsed. */
  static Map<String, Object> object(List<String> objects, String kind, String name) {
    return objects.stream()
        .map(Chart::parse)
        .filter(object -> kind.equals(object.get("kind")))
        .filter(object -> name.equals(at(object, "metadata", "name")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name));
  }

  /** Kind and name, as {@code Service/chat}. */
  static String identity(String object) {
    Map<String, Object> parsed = parse(object);
    return at(parsed, "kind") + "/" + at(parsed, "metadata", "name");
  }

  static Map<String, Object> parse(String yaml) {
    return new Yaml().load(yaml);
  }

  /** What lies under these keys; a number is a place in a list. */
  @SuppressWarnings("unchecked")
  static <T> T at(Object object, Object... keys) {
    Object found = object;
    for (Object key : keys) {
      found =
          key instanceof Integer place
              ? ((List<?>) found).get(place)
              : ((Map<?, ?>) found).get(key);
      if (found == null) {
        throw new AssertionError("no " + key + " in " + object);
      }
    }
    return (T) found;
  }
}
