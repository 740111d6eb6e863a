package chat.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart renders what is kept in the repository: its defaults in {@code k8s}, and for other
 * values the objects that differ from those. {@code scripts/render-chart} writes both anew, for a
 * look at the difference before it is committed.
 */
class GoldenRenderTest {
  private static final boolean WRITE = Boolean.getBoolean("chat.chart.write");
  private static final Path K8S = Chart.REPOSITORY.resolve("k8s/chat.yaml");

  private static final String GENERATED =
      "# The chart helm/chat with its default values, written by scripts/render-chart.\n";

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
  void the_folder_for_kubectl_apply_holds_the_defaults() throws Exception {
    same(K8S, GENERATED + "---\n" + Chart.text(Chart.render("chat", "{}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "smallest"})
  void other_values_change_what_they_say_and_nothing_else(String set) throws Exception {
    List<String> defaults = Chart.render("chat", "{}");
    List<String> rendered =
        Chart.render("chat", Files.readString(Chart.SETS.resolve(set).resolve("values.yaml")));
    List<String> different = new ArrayList<>(rendered);
    different.removeAll(defaults);
    List<String> gone = identities(defaults);
    gone.removeAll(identities(rendered));

    same(
        Chart.SETS.resolve(set).resolve("objects.yaml"),
        "# Not there: " + gone + "\n---\n" + Chart.text(different));
  }

  private static List<String> identities(List<String> objects) {
    return new ArrayList<>(objects.stream().map(Chart::identity).toList());
  }

  private static void same(Path file, String rendered) throws IOException {
    if (WRITE) {
      Files.writeString(file, rendered);
    }
    assertThat(rendered)
        .as("%s; if the change is meant, run scripts/render-chart", file)
        .isEqualTo(Files.readString(file));
  }
}
