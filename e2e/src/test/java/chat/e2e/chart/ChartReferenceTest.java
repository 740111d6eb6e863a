package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference of the chart names every value with its default, and no other. */
class ChartReferenceTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-zA-Z_.]+)` \\| `([^`]*)` \\|", Pattern.MULTILINE);

  @Test
  void the_reference_has_every_value_with_its_default() throws Exception {
    Map<String, String> values = new TreeMap<>();
    flatten("", Chart.parse(Files.readString(Chart.FOLDER.resolve("values.yaml"))), values);

    assertThat(rows()).isEqualTo(values);
  }

  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    Matcher row =
        ROW.matcher(Files.readString(Chart.REPOSITORY.resolve("docs/reference/chart.md")));
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  private static void flatten(String prefix, Map<String, Object> values, Map<String, String> into) {
    values.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            @SuppressWarnings("unchecked")
            Map<String, Object> inner = (Map<String, Object>) map;
            flatten(prefix + key + ".", inner, into);
          } else {
            into.put(prefix + key, text(value));
          }
        });
  }

  /** As YAML would be read back: what a plain word wouldn't say is quoted. */
  private static String text(Object value) {
    boolean quoted = value instanceof String word && (word.isEmpty() || word.matches("[0-9]+"));
    return quoted ? "\"" + value + "\"" : value.toString();
  }
}
