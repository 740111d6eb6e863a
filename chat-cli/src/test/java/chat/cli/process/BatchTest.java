package chat.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A refusal is kept under its request id: the rest of a batch can still be sent. */
class BatchTest extends FakeCluster {
  @Test
  void a_refused_line_names_the_way_to_send_the_rest() throws Exception {
    node.refuses("two");

    ChatProcess.Outcome outcome =
        chat.run("printf 'one\\ntwo\\nthree\\n' | chat send bob - --lines --batch a");

    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(outcome.err()).contains("line 2: ", "--batch OTHER-ID --from-line 2");
    assertThat(node.texts()).containsExactly("one");
  }

  @Test
  void another_batch_begins_with_the_line_that_is_named() throws Exception {
    ChatProcess.Outcome outcome =
        chat.run("printf 'one\\n\\nthree\\n' | chat send bob - --lines --batch b --from-line 2");

    assertThat(outcome.exitCode()).isZero();
    assertThat(node.texts()).containsExactly("three");
  }

  @Test
  void a_first_line_without_lines_is_wrong_usage() throws Exception {
    ChatProcess.Outcome outcome = chat.run("chat send bob text --from-line 2");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(node.texts()).isEmpty();
  }
}
