package chat.e2e.check;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Received;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the whole-system tests must be able to find each fault. */
class HistoryTest {

  @Test
  void what_was_acknowledged_and_is_there_has_no_fault() {
    assertThat(
            History.faults(List.of(told(1, "a"), told(2, "b")), List.of(got(1, "a"), got(2, "b"))))
        .isEmpty();
  }

  @Test
  void a_message_whose_answer_never_came_may_be_there() {
    assertThat(History.faults(List.of(told(2, "b")), List.of(got(1, "a"), got(2, "b")))).isEmpty();
  }

  @Test
  void an_acknowledged_message_that_is_missing_is_found() {
    assertThat(History.faults(List.of(told(1, "a"), told(2, "b")), List.of(got(1, "a"))))
        .singleElement()
        .asString()
        .startsWith("lost");
  }

  @Test
  void another_text_under_an_acknowledged_seq_is_found() {
    assertThat(History.faults(List.of(told(1, "a")), List.of(got(1, "x"))))
        .singleElement()
        .asString()
        .startsWith("changed");
  }

  @Test
  void a_gap_a_repetition_and_a_wrong_order_are_found() {
    assertThat(History.faults(List.of(), List.of(got(1, "a"), got(3, "c")))).hasSize(1);
    assertThat(History.faults(List.of(), List.of(got(1, "a"), got(1, "a")))).hasSize(1);
    assertThat(History.faults(List.of(), List.of(got(2, "b"), got(1, "a")))).isNotEmpty();
  }

  @Test
  void one_seq_acknowledged_for_two_messages_is_found() {
    assertThat(History.faults(List.of(told(1, "a"), told(1, "a")), List.of(got(1, "a"))))
        .hasSize(1);
  }

  @Test
  void a_message_stored_under_two_seqs_is_found() {
    assertThat(History.repetitions(List.of(got(1, "a"), got(2, "a")))).hasSize(1);
    assertThat(History.repetitions(List.of(got(1, "a"), got(2, "b")))).isEmpty();
  }

  private static Acknowledged told(long seq, String text) {
    return new Acknowledged("alice", "alice:bob", seq, text, seq * 10, 3);
  }

  private static Received got(long seq, String text) {
    return new Received("alice:bob", seq, "alice", text, seq * 10, false);
  }
}
