package chat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.session.Input;
import chat.cli.session.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

class KeyboardTest {
  /** All inputs until the terminal has gone. */
  private static List<Input> inputs(String sent) throws IOException {
    return inputs(sent.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Input> inputs(byte[] sent) throws IOException {
    List<Input> inputs = new ArrayList<>();
    try (Terminal terminal =
        new DumbTerminal(
            "test",
            "xterm",
            new ByteArrayInputStream(sent),
            OutputStream.nullOutputStream(),
            StandardCharsets.ISO_8859_1)) {
      Keyboard keyboard = new Keyboard(terminal);
      for (Optional<Input> next = keyboard.next(); next.isPresent(); next = keyboard.next()) {
        inputs.add(next.get());
      }
    }
    return inputs;
  }

  @Test
  void letters_keys_and_pastes_are_told_apart() throws IOException {
    assertThat(inputs("a\u001b[Aé\u001b[200~two\nlines\u001b[201~\r"))
        .containsExactly(
            new Input.Typed("a"),
            new Input.Pressed(Key.UP),
            new Input.Typed("é"),
            new Input.Pasted("two\nlines"),
            new Input.Pressed(Key.ENTER));
  }

  @Test
  void what_a_terminal_answers_late_is_not_typed() throws IOException {
    assertThat(inputs("\u001b[1;1Rx\u001b[?2026;2$yy\u001b[?1;2cz\u001b[A"))
        .containsExactly(
            new Input.Typed("x"),
            new Input.Typed("y"),
            new Input.Typed("z"),
            new Input.Pressed(Key.UP));
  }

  @Test
  void an_interrupt_ends_the_waiting_without_a_word() throws IOException {
    try (PipedOutputStream silent = new PipedOutputStream();
        Terminal terminal =
            new DumbTerminal(
                "test",
                "xterm",
                new PipedInputStream(silent),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8)) {
      Keyboard keyboard = new Keyboard(terminal);
      Thread.currentThread().interrupt();
      assertThat(keyboard.next()).isEmpty();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void keys_that_are_not_known_do_nothing() throws IOException {
    assertThat(inputs("\u001b[17~\u001b[1;6Pa")).containsExactly(new Input.Typed("a"));
  }

  private static byte[] latin1(String bytes) {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void bytes_that_are_not_utf_8_are_marked_in_their_place_typed_or_pasted() throws IOException {
    List<Input> inputs =
        inputs(latin1("h\u00e9\u001b[Ax\u00c3\r\u001b[200~a\u00ffb\u001b[201~\u00a9"));
    assertThat(inputs)
        .containsExactly(
            new Input.Typed("h"),
            new Input.Typed("\udce9"),
            new Input.Pressed(Key.UP),
            new Input.Typed("x"),
            new Input.Typed("\udcc3"),
            new Input.Pressed(Key.ENTER),
            new Input.Pasted("a\udcffb"),
            new Input.Typed("\udca9"));
  }

  @Test
  void a_broken_character_takes_nothing_of_the_next_one() throws IOException {
    assertThat(inputs(latin1("\u00e2\u0082\u00c3\u00a9\u00e2\u0082a")))
        .containsExactly(
            new Input.Typed("\udce2\udc82"),
            new Input.Typed("\u00e9"),
            new Input.Typed("\udce2\udc82a"));
  }

  /** A pseudo-terminal, as the screen builds its terminal, and not the locale's. */
  @Test
  void the_terminal_gives_what_was_typed_and_draws_utf_8_in_every_locale() throws IOException {
    String typed = "\u00e9 \u65e5 \ud83d\udc4b";
    ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    List<Input> inputs = new ArrayList<>();
    try (PipedOutputStream keys = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(keys);
        Terminal terminal =
            ScreenTerminal.builder().system(false).type("xterm").streams(in, drawn).build()) {
      terminal.enterRawMode();
      keys.write(typed.getBytes(StandardCharsets.UTF_8));
      keys.flush();
      Keyboard keyboard = new Keyboard(terminal);
      for (int i = 0; i < typed.codePointCount(0, typed.length()); i++) {
        inputs.add(keyboard.next().orElseThrow());
      }
      assertThat(terminal.outputEncoding()).isEqualTo(StandardCharsets.UTF_8);
    }
    assertThat(inputs)
        .containsExactlyElementsOf(
            typed
                .codePoints()
                .<Input>mapToObj(c -> new Input.Typed(Character.toString(c)))
                .toList());
  }
}
