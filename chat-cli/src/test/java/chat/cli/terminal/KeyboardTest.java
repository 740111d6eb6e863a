package chat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.session.Input;
import chat.cli.session.Key;
import java.io.ByteArrayInputStream;
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
    List<Input> inputs = new ArrayList<>();
    try (Terminal terminal =
        new DumbTerminal(
            "test",
            "xterm",
            new ByteArrayInputStream(sent.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            StandardCharsets.UTF_8)) {
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
}
