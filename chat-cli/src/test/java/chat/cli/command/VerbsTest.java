package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class VerbsTest {
  @Test
  void verbs_are_called_as_they_call_themselves() {
    Verbs.all()
        .forEach(
            (name, type) -> {
              Command command = type.getAnnotation(Command.class);
              assertThat(command).as(name).isNotNull();
              assertThat(name).isEqualTo(command.name());
            });
  }

  @Test
  void a_run_describes_the_verbs_that_its_line_names() {
    assertThat(needed("--context", "bob", "send", "alice", "hi")).containsExactly("send");
    assertThat(needed("send", "status", "-")).containsExactly("send", "status");
    assertThat(needed("send", "bob", "--help")).containsExactly("send");
  }

  @Test
  void where_no_verb_is_meant_none_is_described() {
    assertThat(needed()).isEmpty();
    assertThat(needed("--version")).isEmpty();
    assertThat(needed("--help")).isEmpty();
  }

  @Test
  void the_help_of_all_is_the_same_whether_the_verbs_are_described_or_not() {
    String brief = printed("--help");
    assertThat(brief).contains("Usage: chat [OPTIONS] COMMAND\n").contains("  send  ");
    assertThat(printed("-h")).isEqualTo(brief);
    assertThat(printed("-q", "--help")).isEqualTo(brief);
    assertThat(printed(ChatCommand.KUBECTL_PLUGIN, "--help"))
        .isEqualTo(brief.replace("Usage: chat ", "Usage: kubectl chat "));
  }

  private static String printed(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(InAPipe.run(Map.of(), Path.of(""), out, out, arguments)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void where_all_are_asked_for_or_none_is_known_all_are_described() {
    for (List<String> line :
        List.of(List.of("--help", "send"), List.of("sned", "bob"), List.of("completion", "fish"))) {
      assertThat(Verbs.neededBy(line).keySet()).as("%s", line).containsAll(Verbs.names());
    }
  }

  private static List<String> needed(String... line) {
    return List.copyOf(Verbs.neededBy(List.of(line)).keySet());
  }

  @Test
  void what_a_verb_does_is_said_in_a_line_of_a_terminal() {
    all(ChatCommand.description())
        .forEach(
            c ->
                assertThat(c.usageMessage().description()[0])
                    .as(c.qualifiedName())
                    .hasSizeBetween(5, 62)
                    .endsWith("."));
  }

  @Test
  void a_verb_that_holds_others_lists_them_below_their_heading_and_above_the_options() {
    for (CommandSpec command : all(ChatCommand.description())) {
      if (command.parent() == null || command.subcommands().isEmpty()) {
        continue;
      }
      String first = command.subcommands().keySet().iterator().next();
      String help = command.commandLine().getUsageMessage();
      assertThat(help)
          .as(command.qualifiedName())
          .containsPattern("\\n\\nCommands:\\n  " + first + " ")
          .containsOnlyOnce("Commands:");
      assertThat(help.indexOf("Commands:")).isLessThan(help.indexOf("Options of every command:"));
    }
  }

  @Test
  void every_value_of_an_option_has_a_name() {
    for (CommandSpec command : all(ChatCommand.description())) {
      for (OptionSpec option : command.options()) {
        assertThat(option.paramLabel())
            .as("%s %s", command.qualifiedName(), option.longestName())
            .matches(option.arity().max() == 0 ? ".*" : "[A-Z:\\[\\],…]+");
      }
    }
  }

  private static List<CommandSpec> all(CommandSpec root) {
    List<CommandSpec> all = new java.util.ArrayList<>(List.of(root));
    root.subcommands().values().forEach(sub -> all.addAll(all(sub.getCommandSpec())));
    return all;
  }
}
