package chat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columns_are_aligned_by_display_width() {
    Table table = new Table("NAME", "TEXT", "N").row("alice", "日本", 1).row("bob", "e\u0301a", 22);
    assertThat(table.lines())
        .containsExactly("NAME   TEXT  N", "alice  日本  1", "bob    e\u0301a    22");
  }

  @Test
  void what_others_wrote_moves_no_cursor_and_sets_no_colour() {
    assertThat(SafeText.line("a\u001b[31mb\r\n\u0007\u009b2J\u202ec\u007f"))
        .isEqualTo("a␛[31mb␍⏎␇\ufffd2J\ufffdc␡");
  }

  @Test
  void long_text_in_the_last_column_is_wrapped_within_it() {
    Table table = new Table("SEQ", "TEXT").wrapLast().row(1, "one two three four five six seven");
    assertThat(table.lines(30))
        .containsExactly("SEQ  TEXT", "1    one two three four five", "     six seven");
  }

  @Test
  void on_a_narrow_terminal_the_text_has_lines_of_its_own() {
    Table table = new Table("SEQ", "TEXT").wrapLast().row(1, "one two three four five six seven");
    assertThat(table.lines(22))
        .containsExactly("SEQ  TEXT", "1", "  one two three four", "  five six seven");
  }

  @Test
  void without_a_terminal_a_row_is_a_line() {
    Table table = new Table("SEQ", "TEXT").wrapLast().row(1, "word ".repeat(100).strip());
    assertThat(table.lines()).hasSize(2);
  }
}
