package chat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrapTest {
  @Test
  void rows_break_at_spaces() {
    assertThat(Wrap.rows("one two three", 8)).containsExactly("one two", "three");
  }

  @Test
  void a_word_that_is_too_long_is_broken() {
    assertThat(Wrap.rows("abcdefghij kl", 4)).containsExactly("abcd", "efgh", "ij", "kl");
  }

  @Test
  void line_breaks_are_kept_and_nothing_is_one_empty_row() {
    assertThat(Wrap.rows("a\n\nb", 4)).containsExactly("a", "", "b");
    assertThat(Wrap.rows("", 4)).containsExactly("");
  }

  @Test
  void wide_characters_count_twice() {
    assertThat(Wrap.rows("日本語", 4)).containsExactly("日本", "語");
  }

  @Test
  void a_cluster_is_never_wider_than_two_and_never_cut() {
    assertThat(DisplayWidth.of("👨‍👩‍👧‍👦")).isEqualTo(2);
    assertThat(DisplayWidth.of("🇩🇪")).isEqualTo(2);
    assertThat(DisplayWidth.of("👍🏽")).isEqualTo(2);
    assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
    assertThat(DisplayWidth.of("✅ ok")).isEqualTo(5);
    assertThat(DisplayWidth.fit("日本語", 5)).isEqualTo("日本…");
    assertThat(DisplayWidth.fit("日本語", 4)).isEqualTo("日…");
  }
}
