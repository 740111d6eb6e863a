package chat.controller.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.view.Address;
import chat.view.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeListTest {
  private static final NodeName ZERO = new NodeName("chat-0");
  private static final NodeName ONE = new NodeName("chat-1");

  @TempDir Path folder = Path.of("unset");

  @Test
  void settingsAndFileAreOneList() throws Exception {
    Path file = Files.writeString(folder.resolve("nodes"), "# ours\nchat-1=127.0.0.1:7411 # two\n");
    NodeList list = new NodeList(List.of("chat-0=localhost:7401"), Optional.of(file));
    assertThat(list.nodes())
        .isEqualTo(
            Map.of(ZERO, new Address("localhost", 7401), ONE, new Address("127.0.0.1", 7411)));
  }

  @Test
  void aLineAppendedToTheFileIsSeen() throws Exception {
    Path file = Files.writeString(folder.resolve("nodes"), "chat-0=127.0.0.1:7401\n");
    NodeList list = new NodeList(List.of(), Optional.of(file));
    assertThat(list.nodes()).containsOnlyKeys(ZERO);
    Files.writeString(file, "chat-0=127.0.0.1:7401\nchat-1=127.0.0.1:7411\n");
    assertThat(list.nodes()).containsOnlyKeys(ZERO, ONE);
  }

  @Test
  void aFileThatIsWrongOrGoneLeavesTheListAsItWas() throws Exception {
    Path file = Files.writeString(folder.resolve("nodes"), "chat-0=127.0.0.1:7401\n");
    NodeList list = new NodeList(List.of(), Optional.of(file));
    assertThat(list.nodes()).containsOnlyKeys(ZERO);
    Files.writeString(file, "chat-0=127.0.0.1:7401\nchat-1\n");
    assertThat(list.nodes()).containsOnlyKeys(ZERO);
    assertThat(list.fault()).get().asString().contains("'chat-1'");
    Files.delete(file);
    assertThat(list.nodes()).containsOnlyKeys(ZERO);
    assertThat(list.fault()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat-0", "=127.0.0.1:1", "chat-0=127.0.0.1", "Chat=127.0.0.1:1"})
  void aSettingThatIsNoNodeIsRefused(String text) {
    assertThatThrownBy(() -> new NodeList(List.of(text), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNodeThatStandsTwiceIsRefused() {
    assertThatThrownBy(() -> NodeList.parse(List.of("chat-0=a:1", "chat-0=b:1")))
        .hasMessageContaining("twice");
  }
}
