package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told where the program is run to restore; that it restores: RestoreTest. */
class RestoreRunTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String input, Map<String, String> settings, String... arguments) {
    Config config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build();
    PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new RestoreRun(in, err, err).run(List.of(arguments), config);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Map<String, String> node() {
    return Map.of("chat.node.name", "chat-0", "chat.data.dir", temp.resolve("data").toString());
  }

  @Test
  void what_is_not_a_backup_is_refused_with_a_reason() {
    assertThat(run("something else", node(), "-")).isEqualTo(5);
    assertThat(said()).contains("NOT_A_BACKUP: ");
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    assertThat(run("", node(), temp.resolve("none").toString())).isEqualTo(1);
    assertThat(said()).contains("There is no file " + temp.resolve("none"));
  }

  @Test
  void a_node_without_a_name_is_told_which_setting_is_missing() {
    assertThat(run("", Map.of(), "-")).isEqualTo(2);
    assertThat(said()).contains("chat.node.name is missing");
  }

  @Test
  void wrong_arguments_are_answered_with_the_right_ones() {
    assertThat(run("", node())).isEqualTo(2);
    assertThat(run("", node(), "a", "b")).isEqualTo(2);
    assertThat(run("", node(), "--relpace")).isEqualTo(2);
    assertThat(said()).contains("restore FILE [--replace]");
  }
}
