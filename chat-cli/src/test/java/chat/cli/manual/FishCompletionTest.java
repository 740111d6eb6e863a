package chat.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.command.ChatCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class FishCompletionTest {
  private final List<String> lines =
      FishCompletion.of(ChatCommand.description()).lines().map(String::strip).toList();

  @Test
  void verbs_are_offered_where_they_belong() {
    assertThat(lines)
        .contains("complete -c chat -n '__chat_at' -a send -d 'Send a message.'")
        .contains(
            "complete -c chat -n '__chat_at group' -a leave"
                + " -d 'Leave a group; you see nothing of it any more.'");
  }

  @Test
  void options_of_the_root_are_offered_everywhere_and_others_at_their_verb() {
    assertThat(lines)
        .contains(
            "complete -c chat -s o -l output -xa 'table json jsonl name'"
                + " -d 'table, json, jsonl, name.'")
        .contains(
            "complete -c chat -n '__chat_in export' -l file -rF"
                + " -d 'Write it here, readable by you only; the file appears when it is whole.'")
        .noneMatch(l -> l.contains("kubectl-plugin"));
    assertThat(lines.stream().filter(l -> l.contains("-l timeout "))).hasSize(1);
  }

  @Test
  void contexts_are_those_that_are_set_up() {
    assertThat(lines).anyMatch(l -> l.contains("-l context -xa '(chat context list -o name"));
  }

  @Test
  void values_of_options_are_no_verbs() {
    assertThat(lines)
        .anyMatch(l -> l.startsWith("case ") && l.contains("--context") && l.contains("-o"))
        .noneMatch(l -> l.startsWith("case ") && l.contains("--quiet"));
  }

  @Test
  void apostrophes_end_no_string() {
    assertThat(lines).anyMatch(l -> l.contains("the context\\'s"));
  }
}
