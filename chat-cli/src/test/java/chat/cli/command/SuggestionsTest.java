package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  private static final List<String> KNOWN = List.of("send", "search", "sessions", "status", "rm");

  @Test
  void slips_of_the_fingers_are_seen() {
    assertThat(Suggestions.of("sned", KNOWN)).containsExactly("send");
    assertThat(Suggestions.of("sttus", KNOWN)).containsExactly("status");
    assertThat(Suggestions.of("serach", KNOWN)).containsExactly("search");
  }

  @Test
  void a_beginning_is_enough() {
    assertThat(Suggestions.of("se", KNOWN)).contains("send", "search", "sessions");
  }

  @Test
  void what_is_like_nothing_gets_no_suggestion() {
    assertThat(Suggestions.of("frobnicate", KNOWN)).isEmpty();
  }

  @Test
  void the_distance_counts_each_change_once() {
    assertThat(Suggestions.distance("send", "send")).isZero();
    assertThat(Suggestions.distance("sned", "send")).isEqualTo(1);
    assertThat(Suggestions.distance("", "rm")).isEqualTo(2);
    assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
  }
}
