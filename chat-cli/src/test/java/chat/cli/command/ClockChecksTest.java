package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ClockReading;
import chat.cli.command.Finding.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockChecksTest {
  private static final long HOUR = 3_600_000;

  private static ClockReading reading(String node, long ahead, long uncertain) {
    return new ClockReading(node, ahead - uncertain, ahead + uncertain);
  }

  private static Finding only(ClockReading... readings) {
    assertThat(ClockChecks.findings(List.of(readings))).hasSize(1);
    return ClockChecks.findings(List.of(readings)).getFirst();
  }

  @Test
  void clocks_that_agree_are_said_to_do_so_within_what_was_measured() {
    Finding finding = only(reading("chat-0", 3, 5), reading("chat-1", -10, 20));
    assertThat(finding.result()).isEqualTo(Result.OK);
    assertThat(finding.detail()).isEqualTo("2 nodes and this machine agree within 30 ms");
  }

  @Test
  void a_node_that_is_off_is_named_and_this_machine_is_not_blamed() {
    Finding finding =
        only(reading("chat-0", 0, 5), reading("chat-1", -30_005, 5), reading("chat-2", 1, 5));
    assertThat(finding.result()).isEqualTo(Result.WARN);
    assertThat(finding.detail()).isEqualTo("the clock of chat-2 is 30 s ahead of that of chat-1");
    assertThat(finding.next()).contains("NTP");
  }

  @Test
  void a_node_that_is_off_by_hours_is_a_failure() {
    Finding finding = only(reading("chat-0", 0, 5), reading("chat-1", 3 * HOUR + 500, 5));
    assertThat(finding.result()).isEqualTo(Result.FAIL);
    assertThat(finding.detail()).contains("chat-1 is 3 hours ahead");
  }

  @Test
  void where_the_nodes_agree_it_is_this_machine_that_is_off() {
    assertThat(only(reading("chat-0", 5_010, 10), reading("chat-1", 5_000, 10)).detail())
        .isEqualTo("this machine's clock is 5 s behind the nodes' clocks");
    assertThat(only(reading("chat-0", -5_010, 10), reading("chat-1", -5_000, 10)).detail())
        .isEqualTo("this machine's clock is 5 s ahead of the nodes' clocks");
  }

  @Test
  void what_the_way_there_may_have_cost_is_held_against_nobody() {
    assertThat(only(reading("chat-0", 2_500, 2_000), reading("chat-1", 0, 10)).result())
        .isEqualTo(Result.OK);
  }

  @Test
  void of_several_readings_of_a_node_the_closest_counts() {
    assertThat(only(reading("chat-0", 900, 2_000), reading("chat-0", 4, 6)).detail())
        .isEqualTo("1 node and this machine agree within 10 ms");
  }

  @Test
  void nodes_that_do_not_tell_their_time_are_not_judged() {
    assertThat(ClockChecks.findings(List.of())).isEmpty();
  }
}
