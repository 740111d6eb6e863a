package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.node.app.NodeConfig.InvalidConfigException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeConfigTest {
  private final Map<String, String> settings =
      new HashMap<>(
          Map.of(
              "chat.node.name", "chat-0",
              "chat.data.dir", "/data",
              "chat.client.port", "7400",
              "chat.peer.port", "7401"));

  @Test
  void a_view_in_a_file_is_one_of_a_machine() throws Exception {
    settings.put("chat.view.file", "/view.json");
    assertThat(config().view()).isEqualTo(new ViewPlace.InFile(Path.of("/view.json")));
  }

  @Test
  void a_view_in_a_config_map_names_it_and_perhaps_namespace_and_stateful_set() throws Exception {
    settings.put("chat.view.configmap", "chat-view");
    assertThat(config().view())
        .isEqualTo(new ViewPlace.InConfigMap("chat-view", Optional.empty(), Optional.empty()));
    settings.put("chat.view.namespace", "here");
    settings.put("chat.statefulset", "chat");
    assertThat(config().view())
        .isEqualTo(
            new ViewPlace.InConfigMap("chat-view", Optional.of("here"), Optional.of("chat")));
  }

  @Test
  void a_message_larger_than_the_links_carry_ends_the_start_with_one_sentence() {
    settings.put("chat.view.file", "/view.json");
    settings.put("chat.limits.message.bytes", "9000000");
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("chat.limits.message.bytes is 9000000", "pass on 4128768 at most");
  }

  @Test
  void the_largest_message_that_the_links_carry_is_accepted() throws Exception {
    settings.put("chat.view.file", "/view.json");
    settings.put("chat.limits.message.bytes", "4128768");
    assertThat(config().chatLimits().messageBytes()).isEqualTo(4_128_768);
  }

  @Test
  void where_the_view_is_must_be_said() {
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContainingAll("chat.view.file", "chat.view.configmap", "missing");
  }

  @Test
  void there_is_one_view_only() {
    settings.put("chat.view.file", "/view.json");
    settings.put("chat.view.configmap", "chat-view");
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("Both");
  }

  @Test
  void a_stateful_set_without_a_config_map_makes_no_sense() {
    settings.put("chat.view.file", "/view.json");
    settings.put("chat.statefulset", "chat");
    assertThatThrownBy(this::config)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("chat.statefulset");
  }

  @Test
  void the_library_of_sqlite_lies_in_the_data_folder_unless_another_is_named() throws Exception {
    settings.put("chat.view.file", "/view.json");
    assertThat(config().disk().nativeFolder()).isEqualTo(Path.of("/data/native"));
    settings.put("chat.native.dir", "/tmp/native");
    assertThat(config().disk().nativeFolder()).isEqualTo(Path.of("/tmp/native"));
  }

  private NodeConfig config() throws InvalidConfigException {
    return NodeConfig.from(
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(settings, "test", 100))
            .build());
  }
}
