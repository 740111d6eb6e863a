package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ChatFailure;
import chat.cli.client.Endpoint;
import chat.cli.client.RollCall;
import chat.view.Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeChecksTest {
  private static final NodeChecks.Advice ADVICE =
      new NodeChecks.Advice("start a controller", "start the nodes");

  private static RollCall.Answer silent(String name, ChatFailure.Kind kind, String why) {
    Endpoint endpoint = new Endpoint(name, new Address("127.0.0.1", 1));
    return new RollCall.Silent(endpoint, new ChatFailure(kind, why, "ask for it"));
  }

  @Test
  void what_keeps_all_of_them_away_is_told_once_with_what_to_do() {
    String why = "you may not create pods/portforward in namespace prod";
    List<Finding> findings =
        NodeChecks.findings(
            List.of(
                silent("chat-0", ChatFailure.Kind.REFUSED, why),
                silent("chat-1", ChatFailure.Kind.REFUSED, why)),
            "0.1.0",
            ADVICE);
    assertThat(findings)
        .containsExactly(Finding.fail("nodes", "chat-0, chat-1: " + why, "ask for it"));
  }

  @Test
  void different_reasons_are_told_each_and_nobody_is_sent_to_the_doctor() {
    List<Finding> findings =
        NodeChecks.findings(
            List.of(
                silent("chat-0", ChatFailure.Kind.UNAVAILABLE, "no answer"),
                silent("chat-1", ChatFailure.Kind.UNAVAILABLE, "refused")),
            "0.1.0",
            ADVICE);
    assertThat(findings)
        .containsExactly(
            Finding.fail("nodes", "chat-0: no answer", ""),
            Finding.fail("nodes", "chat-1: refused", ""));
  }

  @Test
  void where_no_node_runs_it_says_how_to_start_them() {
    List<Finding> findings =
        NodeChecks.findings(
            List.of(
                silent("chat-0", ChatFailure.Kind.UNAVAILABLE, "connection refused"),
                silent("chat-1", ChatFailure.Kind.UNAVAILABLE, "connection refused")),
            "0.1.0",
            ADVICE);
    assertThat(findings)
        .containsExactly(
            Finding.fail("nodes", "chat-0, chat-1: connection refused", "start the nodes"));
  }
}
