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
}
