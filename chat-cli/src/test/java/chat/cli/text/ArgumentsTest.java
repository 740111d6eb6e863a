package chat.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static Optional<byte[]> commandLine(String latin1) {
    return Optional.of(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String[] given(String... arguments) {
    return arguments;
  }

  @Test
  void the_bytes_of_the_command_line_count_not_what_the_jvm_made_of_them() throws Exception {
    assertThat(
            Arguments.asTyped(
                given("send", "h\ufffd\ufffdllo", ""),
                commandLine("java\0-jar\0x.jar\0send\0h\u00c3\u00a9llo\0\0")))
        .containsExactly("send", "héllo", "");
  }

  @Test
  void bytes_that_are_not_utf_8_are_refused() {
    assertThatThrownBy(
            () -> Arguments.asTyped(given("a", "\ufffd"), commandLine("java\0a\0\u00e9\0")))
        .isInstanceOf(InvalidTextException.class)
        .hasMessage("argument 2 is not UTF-8 text: its byte 1 is wrong");
  }

  @Test
  void without_the_bytes_a_replacement_character_is_refused() throws Exception {
    assertThat(Arguments.asTyped(given("é"), Optional.empty())).containsExactly("é");
    assertThatThrownBy(() -> Arguments.asTyped(given("a\ufffd"), Optional.empty()))
        .isInstanceOf(InvalidTextException.class);
  }

  @Test
  void the_command_line_of_something_else_is_not_taken_for_the_arguments() throws Exception {
    assertThat(Arguments.asTyped(given("a", "b"), commandLine("java\0x\0b\0")))
        .containsExactly("a", "b");
    assertThat(Arguments.asTyped(given("a", "b"), commandLine("b\0"))).containsExactly("a", "b");
  }
}
