package chat.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

  private Screen screen(boolean terminal, boolean quiet, int columns) {
    return new Screen(
        new PrintStream(data, true, StandardCharsets.UTF_8),
        new PrintStream(notes, true, StandardCharsets.UTF_8),
        new Screen.Look(terminal, false, quiet, () -> columns));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void on_a_terminal_an_empty_list_is_a_sentence_beside_the_data() {
    screen(true, false, 80).table(new Table("SEQ", "TEXT").ifNone("nothing is unread"));
    assertThat(text(data)).isEmpty();
    assertThat(text(notes)).isEqualTo("nothing is unread\n");
  }

  @Test
  void in_a_pipe_an_empty_list_has_its_heading() {
    screen(false, false, 80).table(new Table("SEQ", "TEXT").ifNone("nothing is unread"));
    assertThat(text(data)).isEqualTo("SEQ  TEXT\n");
    assertThat(text(notes)).isEmpty();
  }

  @Test
  void a_quiet_command_says_nothing_of_an_empty_list() {
    screen(true, true, 80).table(new Table("SEQ", "TEXT").ifNone("nothing is unread"));
    assertThat(text(data)).isEmpty();
    assertThat(text(notes)).isEmpty();
  }

  @Test
  void text_behind_a_head_is_wrapped_within_its_column() {
    screen(true, false, 32).behind("ok  ", 4, "three nodes and this machine agree");
    assertThat(text(data)).isEqualTo("ok  three nodes and this machine\n    agree\n");
  }

  @Test
  void on_a_narrow_terminal_it_is_wrapped_below_its_head() {
    screen(true, false, 24).behind("ok  ", 4, "three nodes and this machine agree");
    assertThat(text(data)).isEqualTo("ok\n  three nodes and this\n  machine agree\n");
  }

  @Test
  void in_a_pipe_it_is_one_line() {
    screen(false, false, 24).behind("ok  ", 4, "three nodes and this machine agree");
    assertThat(text(data)).isEqualTo("ok  three nodes and this machine agree\n");
  }
}
