package chat.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import chat.cli.client.EmptyNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  @Test
  void every_line_of_it_can_be_run() throws IOException {
    try (EmptyNode node = new EmptyNode()) {
      assertThatCode(() -> Rehearsal.run(node.address())).doesNotThrowAnyException();
    }
  }
}
