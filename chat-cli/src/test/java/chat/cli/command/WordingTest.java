package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void a_wrong_value_is_told_with_what_it_was_meant_for() {
    assertThat(Wording.of("Invalid value for option '--limit': 'no' is not an int"))
        .isEqualTo("--limit: 'no' is not a number");
    assertThat(
            Wording.of(
                "Invalid value for positional parameter at index 1..* (SEQ): 'a' is not a long"))
        .isEqualTo("SEQ: 'a' is not a number");
  }

  @Test
  void what_is_missing_is_named() {
    assertThat(Wording.of("Missing required parameter: 'USER'")).isEqualTo("USER is missing");
    assertThat(Wording.of("Missing required parameters: 'USER', 'SEQ'"))
        .isEqualTo("USER, SEQ are missing");
    assertThat(Wording.of("Missing required option: '--confirm=NAME'"))
        .isEqualTo("--confirm=NAME is missing");
  }

  @Test
  void everything_else_stays() {
    assertThat(Wording.of("the message is empty")).isEqualTo("the message is empty");
  }
}
