package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard asks for metrics that there are. */
class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("chat_[a-z_]+?(?=(_seconds_[a-z]+)?\\{)");

  @Test
  void every_metric_of_the_dashboard_is_one_of_a_nodes() throws Exception {
    String metrics =
        Files.readString(
            Chart.REPOSITORY.resolve("chat-node/src/main/java/chat/node/app/NodeMetrics.java"));

    List<String> asked = METRIC.matcher(dashboard()).results().map(r -> r.group()).toList();

    assertThat(asked)
        .hasSizeGreaterThan(8)
        .allSatisfy(name -> assertThat(metrics).contains('"' + name.replace('_', '.') + '"'));
  }

  private static String dashboard() throws IOException {
    try (FakeKubernetes _ = new FakeKubernetes()) {
      Map<String, Object> map =
          Chart.object(
              Chart.render("chat", "dashboard: {enabled: true}"), "ConfigMap", "chat-dashboard");
      return Chart.at(map, "data", "chat.json");
    }
  }
}
