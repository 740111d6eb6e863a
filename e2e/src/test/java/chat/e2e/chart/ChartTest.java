package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {
  private FakeKubernetes kubernetes;

  @BeforeEach
  void begin() throws IOException {
    kubernetes = new FakeKubernetes();
  }

  @AfterEach
  void end() {
    kubernetes.close();
  }

  @Test
  void lint_finds_nothing_wrong() {
    LintResult lint = Chart.lint();

    assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    assertThat(lint.getMessages()).noneMatch(line -> line.contains("WARNING"));
  }

  @Test
  void an_upgrade_keeps_the_scale_that_runs() throws Exception {
    kubernetes.statefulSet("chat", 5);

    assertThat(replicas("nodes: {replicas: 3}")).isEqualTo(5);
  }

  @Test
  void a_first_installation_has_the_scale_of_the_values() throws Exception {
    assertThat(replicas("nodes: {replicas: 1}")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"'chat-0,chat-1', 3", "'chat-2,chat-4', 5", "chat-3, 4", "'', 3"})
  void an_installation_that_finds_data_starts_all_that_were_in_sync(String inSync, int expected)
      throws Exception {
    kubernetes.view("chat", inSync);

    assertThat(replicas("nodes: {replicas: 3}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9chats", "my.chat", "a-name-of-a-release-that-is-much-too-long-for-us"})
  void a_release_whose_name_cannot_be_a_services_is_refused_in_words(String release) {
    assertThatThrownBy(() -> Chart.render(release, "{}"))
        .hasMessageContaining("beginning with a letter");
  }

  @Test
  void two_releases_share_no_object() throws Exception {
    List<String> one = Chart.render("one", "{}");
    List<String> two = Chart.render("two", "{}");

    assertThat(two.stream().map(Chart::identity))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(one.stream().map(Chart::identity).toList());
  }

  @Test
  void labels_and_annotations_of_yours_are_on_every_object() throws Exception {
    String values =
        """
        labels: {owner: us}
        annotations: {example/owner: us}
        serviceMonitor: {enabled: true}
        dashboard: {enabled: true}
        """;

    assertThat(Chart.render("chat", values))
        .map(Chart::parse)
        .allSatisfy(
            object -> {
              assertThat(Chart.<String>at(object, "metadata", "labels", "owner")).isEqualTo("us");
              assertThat(Chart.<String>at(object, "metadata", "annotations", "example/owner"))
                  .isEqualTo("us");
            });
  }

  @Test
  void an_operator_code_comes_from_the_secret_that_is_named_and_from_nowhere_else()
      throws Exception {
    assertThat(operatorCode("nodes: {operatorCode: {secret: operators, key: word}}"))
        .containsExactly(
            Map.of(
                "name",
                "CHAT_OPERATOR_CODE",
                "valueFrom",
                Map.of("secretKeyRef", Map.of("name", "operators", "key", "word"))));
    assertThat(operatorCode("nodes: {operatorCode: {secret: operators}}").getFirst())
        .extracting(variable -> Chart.<String>at(variable, "valueFrom", "secretKeyRef", "key"))
        .isEqualTo("code");
  }

  @Test
  void without_a_secret_there_is_no_operator_code() throws Exception {
    assertThat(operatorCode("{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{secret: s, key: ''}", "{secret: s, code: open}", "plain text"})
  void an_operator_code_that_is_no_reference_to_a_secret_is_refused(String operatorCode) {
    assertThatThrownBy(
            () -> Chart.render("chat", "nodes: {operatorCode: %s}".formatted(operatorCode)))
        .hasMessageContaining("operatorCode");
  }

  private static List<Map<String, Object>> operatorCode(String values) throws IOException {
    Map<String, Object> nodes = Chart.object(Chart.render("chat", values), "StatefulSet", "chat");
    List<Map<String, Object>> variables =
        Chart.at(nodes, "spec", "template", "spec", "containers", 0, "env");
    return variables.stream().filter(v -> "CHAT_OPERATOR_CODE".equals(v.get("name"))).toList();
  }

  private static int replicas(String values) throws IOException {
    return Chart.<Integer>at(
        Chart.object(Chart.render("chat", values), "StatefulSet", "chat"), "spec", "replicas");
  }
}
