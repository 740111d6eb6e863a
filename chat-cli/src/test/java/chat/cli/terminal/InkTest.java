package chat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.session.Tone;
import org.junit.jupiter.api.Test;

class InkTest {
  @Test
  void lines_and_marks_stay_what_they_are() {
    assertThat(new Ink(true).on("─┬─│┴ ✓", Tone.FAINT)).isEqualTo("\u001b[2m─┬─│┴ ✓\u001b[0m");
    assertThat(new Ink(true).on("─┬─│┴ ✓", Tone.PLAIN)).isEqualTo("─┬─│┴ ✓");
  }

  @Test
  void without_colours_there_is_emphasis_only() {
    for (Tone tone : Tone.values()) {
      assertThat(new Ink(false).on("x", tone)).as("%s", tone).doesNotContain("3");
    }
    assertThat(new Ink(false).on("x", Tone.STRONG)).isEqualTo("\u001b[1mx\u001b[0m");
    assertThat(new Ink(true).on("x", Tone.BAD)).isEqualTo("\u001b[31mx\u001b[0m");
  }
}
