package chat.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.command.ChatCommand;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ManPageTest {
  private final Map<String, String> pages = ManPage.all(ChatCommand.description(), "chat 1.2.3");

  private String page(String name) {
    return pages.getOrDefault(name, "no page " + name);
  }

  @Test
  void each_command_has_a_page() {
    assertThat(pages).containsKeys("chat.1", "chat-send.1", "chat-group-add.1", "chat-local-up.1");
    assertThat(pages.size()).isGreaterThan(50);
  }

  @Test
  void a_page_says_what_the_help_says() {
    assertThat(page("chat-send.1"))
        .startsWith(".TH \"CHAT\\-SEND\" 1 \"\" \"chat 1.2.3\"")
        .contains("chat\\-send \\- Send a message\n")
        .contains(".B \"chat send\"\n[OPTIONS] USER [TEXT]\n")
        .contains(".B \"\\-\\-batch=ID\"\nNames this input.")
        .contains("chat send bob \\(aqSee you at noon\\(aq")
        .contains("chat(1)")
        .doesNotContain("\\-\\-kube\\-context");
    assertThat(page("chat.1"))
        .contains(".B \"\\-\\-color=WHEN\"\nauto, always, never.")
        .contains(".B \"7\"\noutcome unknown; retrying is safe")
        .contains("chat\\-send(1)")
        .doesNotContain("kubectl\\-plugin");
  }

  @Test
  void a_text_is_never_taken_for_a_macro() {
    String macros =
        pages.values().stream()
            .flatMap(String::lines)
            .filter(l -> l.startsWith("."))
            .map(l -> l.split(" ", -1)[0])
            .distinct()
            .sorted()
            .collect(Collectors.joining(" "));
    assertThat(page("chat-rm.1")).contains("SEQ\\[u2026]");
    assertThat(macros).isEqualTo(".B .PP .SH .TH .TP .fi .nf");
  }
}
