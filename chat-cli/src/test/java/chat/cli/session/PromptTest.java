package chat.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptTest {
  private final Prompt prompt = new Prompt();

  @Test
  void what_looks_like_one_character_is_deleted_as_one() {
    prompt.insert("a👨‍👩‍👧e\u0301");
    prompt.backspace();
    assertThat(prompt.text()).isEqualTo("a👨‍👩‍👧");
    prompt.backspace();
    assertThat(prompt.text()).isEqualTo("a");
  }

  @Test
  void words_are_jumped_over_and_deleted() {
    prompt.insert("one two  three");
    prompt.wordLeft();
    prompt.deleteWord();
    assertThat(prompt.text()).isEqualTo("one three");
    prompt.wordRight();
    assertThat(prompt.cursor()).isEqualTo("one three".length());
  }

  @Test
  void up_and_down_walk_through_lines_first_and_then_through_what_was_written() {
    prompt.insert("earlier");
    prompt.take();
    prompt.insert("first\nsecond");
    prompt.up();
    assertThat(prompt.cursor()).isEqualTo("first".length());
    prompt.up();
    assertThat(prompt.text()).isEqualTo("earlier");
    prompt.down();
    assertThat(prompt.text()).isEqualTo("first\nsecond");
  }

  @Test
  void ends_of_lines_are_those_of_the_line_with_the_cursor() {
    prompt.insert("first\nsecond");
    prompt.home();
    assertThat(prompt.cursor()).isEqualTo("first\n".length());
    prompt.deleteToEnd();
    assertThat(prompt.text()).isEqualTo("first\n");
  }

  @Test
  void control_characters_are_not_taken_and_line_breaks_are_one_character() {
    prompt.insert("a\u0007b\r\nc\td");
    assertThat(prompt.text()).isEqualTo("ab\nc    d");
  }

  @Test
  void more_than_the_limit_is_refused_as_a_whole() {
    assertThat(prompt.insert("x".repeat(Prompt.LIMIT + 1))).isFalse();
    assertThat(prompt.isEmpty()).isTrue();
  }
}
