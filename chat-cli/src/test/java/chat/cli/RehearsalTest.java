package chat.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void every_line_of_it_can_be_run() {
    assertThatCode(Rehearsal::run).doesNotThrowAnyException();
  }
}
