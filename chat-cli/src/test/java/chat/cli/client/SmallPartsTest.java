package chat.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
  @Test
  void the_first_retry_comes_within_twenty_milliseconds_and_no_wait_is_over_a_second() {
    for (int run = 0; run < 100; run++) {
      Backoff backoff = new Backoff();
      assertThat(backoff.next(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofMillis(20));
      for (int i = 0; i < 20; i++) {
        assertThat(backoff.next(Duration.ZERO)).isLessThanOrEqualTo(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void a_line_of_a_batch_has_one_request_id_for_ever() {
    assertThat(RequestId.ofLine("book", 17)).isEqualTo(RequestId.ofLine("book", 17));
    assertThat(RequestId.ofLine("book", 17)).isNotEqualTo(RequestId.ofLine("book", 18));
    assertThat(RequestId.ofLine("book", 17)).isNotEqualTo(RequestId.ofLine("boo", 17));
    // Running an old batch again must still find its lines: the derivation is a contract.
    assertThat(RequestId.ofLine("book", 1)).hasToString("10582fe3-4358-edc3-32b3-7c6ed7c507e3");
  }

  @Test
  void durations_are_read_and_written_for_people() {
    assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Durations.parse("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(Durations.parse("24h")).isEqualTo(Duration.ofHours(24));
    assertThatThrownBy(() -> Durations.parse("25h")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Durations.parse("0.5")).isEqualTo(Duration.ofMillis(500));
    assertThatThrownBy(() -> Durations.parse("-1s")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Durations.parse("soon")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Durations.text(Duration.ofMillis(432))).isEqualTo("0.4 s");
    assertThat(Durations.text(Duration.ofSeconds(30))).isEqualTo("30 s");
  }
}
