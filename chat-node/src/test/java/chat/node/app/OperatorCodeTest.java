package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.app.NodeConfig.InvalidConfigException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the operator code comes from, and what is refused at the start. */
class OperatorCodeTest {
  private static final String CODE = "sixteen letters.";

  @TempDir Path folder;

  private static Config config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }

  private static Config code(String code) {
    return config(Map.of("chat.operator.code", code));
  }

  private Config file(byte... content) throws Exception {
    Path file = folder.resolve("code");
    Files.write(file, content);
    return config(Map.of("chat.operator.code.file", file.toString()));
  }

  @Test
  void without_a_setting_there_is_no_code() throws Exception {
    assertThat(OperatorCode.of(config(Map.of()))).isEmpty();
  }

  @Test
  void a_setting_or_a_file_gives_it_without_the_blanks_around_it() throws Exception {
    assertThat(OperatorCode.of(code("  " + CODE + " "))).isEqualTo(Optional.of(CODE));
    assertThat(OperatorCode.of(file((CODE + "\n").getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(Optional.of(CODE));
  }

  /** As the chart gives it. */
  @Test
  void an_environment_variable_gives_it() throws Exception {
    Config environment =
        new SmallRyeConfigBuilder()
            .withSources(new EnvConfigSource(Map.of("CHAT_OPERATOR_CODE", CODE), 300))
            .build();
    assertThat(OperatorCode.of(environment)).isEqualTo(Optional.of(CODE));
  }

  @Test
  void fifteen_characters_are_too_few_in_either_place_and_no_message_repeats_them() {
    String small = CODE.substring(1);
    assertThatThrownBy(() -> OperatorCode.of(code(small)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("shorter than 16")
        .hasMessageNotContaining(small);
    assertThatThrownBy(
            () -> OperatorCode.of(file((small + "\n\n").getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("shorter than 16")
        .hasMessageNotContaining(small);
  }

  @Test
  void a_setting_and_a_file_together_are_refused() {
    assertThatThrownBy(
            () ->
                OperatorCode.of(
                    config(Map.of("chat.operator.code", CODE, "chat.operator.code.file", "f"))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("exclude each other");
  }

  @Test
  void a_file_that_is_missing_or_no_text_is_refused_by_its_name() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(
            () -> OperatorCode.of(config(Map.of("chat.operator.code.file", missing.toString()))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(missing.toString());
    assertThatThrownBy(() -> OperatorCode.of(file(new byte[] {(byte) 0xff, (byte) 0xfe})))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("can't be read");
  }
}
