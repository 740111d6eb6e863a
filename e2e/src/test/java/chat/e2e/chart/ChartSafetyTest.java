package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever the values are. */
class ChartSafetyTest {
  private static final Set<String> CHANGING = Set.of("update", "patch", "delete", "*");

  private FakeKubernetes kubernetes;

  @BeforeEach
  void begin() throws IOException {
    kubernetes = new FakeKubernetes();
  }

  @AfterEach
  void end() {
    kubernetes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "everything", "smallest"})
  void pods_keep_to_the_restricted_security_standard(String values) throws Exception {
    for (Map<String, Object> pod : pods(values)) {
      Map<String, Object> security = Chart.at(pod, "securityContext");
      assertThat(security).containsEntry("runAsNonRoot", true).containsEntry("runAsUser", 10001);
      assertThat(Chart.<String>at(security, "seccompProfile", "type")).isEqualTo("RuntimeDefault");
      for (Object container : Chart.<List<?>>at(pod, "containers")) {
        Map<String, Object> own = Chart.at(container, "securityContext");
        assertThat(own)
            .containsEntry("allowPrivilegeEscalation", false)
            .containsEntry("readOnlyRootFilesystem", true);
        assertThat(Chart.<List<String>>at(own, "capabilities", "drop")).containsExactly("ALL");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "everything", "smallest"})
  void a_service_named_like_a_setting_is_not_taken_for_one(String values) throws Exception {
    assertThat(pods(values))
        .allSatisfy(pod -> assertThat(pod).containsEntry("enableServiceLinks", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "everything"})
  void nobody_needs_two_machines_to_be_three(String values) throws Exception {
    for (Map<String, Object> pod : pods(values)) {
      assertThat(Chart.<Object>at(pod, "affinity").toString())
          .doesNotContain("requiredDuringScheduling");
      for (Object spread : Chart.<List<?>>at(pod, "topologySpreadConstraints")) {
        assertThat(Chart.<String>at(spread, "whenUnsatisfiable")).isEqualTo("ScheduleAnyway");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "everything", "smallest"})
  void roles_change_only_what_they_name(String values) throws Exception {
    for (Map<String, Object> role : objects(values, "Role")) {
      for (Object rule : Chart.<List<?>>at(role, "rules")) {
        List<String> resources = Chart.at(rule, "resources");
        List<String> verbs = Chart.at(rule, "verbs");
        boolean named = ((Map<?, ?>) rule).containsKey("resourceNames");
        assertThat(resources).doesNotContain("secrets", "*");
        if (verbs.stream().anyMatch(CHANGING::contains)) {
          assertThat(named || resources.equals(List.of("events"))).as("%s", rule).isTrue();
        }
      }
    }
    assertThat(objects(values, "ClusterRole")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "everything"})
  void the_peer_port_is_open_to_this_releases_pods_alone(String values) throws Exception {
    Map<String, Object> policy = Chart.object(render(values), "NetworkPolicy", "chat");
    List<Map<String, Object>> peers =
        Chart.<List<Map<String, Object>>>at(policy, "spec", "ingress").stream()
            .filter(rule -> Chart.<Object>at(rule, "ports").toString().contains("peers"))
            .toList();

    assertThat(peers).hasSize(1);
    List<Object> from = Chart.at(peers.getFirst(), "from");
    assertThat(from).hasSize(2);
    assertThat(from)
        .allSatisfy(
            source -> {
              assertThat(((Map<?, ?>) source).keySet()).isEqualTo(Set.of("podSelector"));
              assertThat(
                      Chart.<String>at(
                          source, "podSelector", "matchLabels", "app.kubernetes.io/instance"))
                  .isEqualTo("chat");
            });
  }

  private static List<Map<String, Object>> pods(String values) throws IOException {
    List<Map<String, Object>> pods = new ArrayList<>();
    for (String kind : List.of("StatefulSet", "Deployment")) {
      objects(values, kind)
          .forEach(object -> pods.add(Chart.at(object, "spec", "template", "spec")));
    }
    assertThat(pods).hasSize(2);
    return pods;
  }

  private static List<Map<String, Object>> objects(String values, String kind) throws IOException {
    return render(values).stream()
        .map(Chart::parse)
        .filter(object -> kind.equals(object.get("kind")))
        .toList();
  }

  private static List<String> render(String values) throws IOException {
    boolean file = !values.startsWith("{");
    return Chart.render(
        "chat",
        file ? Files.readString(Chart.SETS.resolve(values).resolve("values.yaml")) : values);
  }
}
