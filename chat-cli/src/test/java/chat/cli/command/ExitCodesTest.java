package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitCodesTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void output_that_nobody_takes_is_a_failure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(run(full, "version")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("output");
    assertThat(run(OutputStream.nullOutputStream(), "version")).isZero();
  }

  @Test
  void an_option_that_makes_no_sense_is_wrong_usage() {
    OutputStream out = OutputStream.nullOutputStream();
    assertThat(run(out, "--context", "../x", "status")).isEqualTo(2);
    assertThat(run(out, "--address", "nonsense", "status")).isEqualTo(2);
  }

  @Test
  void a_doctor_who_finds_a_node_dead_says_so_for_scripts_and_fails() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run(out, "--address", "127.0.0.1:1", "-o", "jsonl", "doctor")).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("{\"check\":\"nodes\",\"result\":\"fail\"")
        .contains("{\"check\":\"outbox\",\"result\":\"ok\"");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("1 of 4 checks failed");
  }

  @Test
  void the_completion_script_knows_the_commands() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run(out, "completion")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("doctor", "--kube-context");
  }

  private int run(OutputStream out, String... arguments) {
    Map<String, String> environment = Map.of("HOME", folder.toString());
    return InAPipe.run(environment, folder, out, err, arguments);
  }
}
