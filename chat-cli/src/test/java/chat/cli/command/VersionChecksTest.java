package chat.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import chat.cli.client.ClusterState;
import chat.cli.client.ClusterState.Controller;
import chat.cli.client.ClusterState.Node;
import chat.cli.command.Finding.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionChecksTest {
  private static final Controller CONTROLLER = new Controller("controller-0", "0.2.0");

  private static Node node(String name, String version, Controller... controllers) {
    return new Node(name, "backup", "h:1", 0, 0, "", 0, 0, version, List.of(controllers));
  }

  private static List<Finding> findings(String own, Node... nodes) {
    ClusterState state =
        new ClusterState("c", 1, 1, "chat-0", List.of(), List.of(nodes), "chat-0", true, "");
    return VersionChecks.findings(own, state, "start it");
  }

  private static Finding versions(String own, Node... nodes) {
    return findings(own, nodes).getFirst();
  }

  @Test
  void one_version_everywhere_is_as_it_should_be() {
    assertThat(findings("0.2.0", node("a", "0.2.0", CONTROLLER), node("b", "0.2.0", CONTROLLER)))
        .containsExactly(
            Finding.ok("versions", "this command, 2 nodes and 1 controller run 0.2.0"),
            Finding.ok("controller", "1 controller watches the nodes"));
  }

  @Test
  void nodes_of_several_versions_are_named() {
    Finding finding = versions("0.2.0", node("a", "0.1.0"), node("b", "0.2.0"), node("c", "0.2.0"));
    assertThat(finding.result()).isEqualTo(Result.WARN);
    assertThat(finding.detail()).isEqualTo("a runs 0.1.0; b, c run 0.2.0");
    assertThat(finding.next()).contains("upgrade");
  }

  @Test
  void a_node_that_does_not_say_its_version_is_older_and_is_not_asked_for_controllers() {
    List<Finding> findings = findings("0.2.0", node("a", ""), node("b", "0.2.0", CONTROLLER));
    assertThat(findings.getFirst().detail())
        .isEqualTo("a runs an older version, which doesn't say which; b runs 0.2.0");
    assertThat(findings.getLast().result()).isEqualTo(Result.OK);
  }

  @Test
  void a_command_of_another_version_says_which_of_the_two_to_change() {
    Finding older = versions("0.9.0", node("a", "0.10.0"));
    assertThat(older.detail()).isEqualTo("this command is 0.9.0; the nodes run 0.10.0");
    assertThat(older.next()).startsWith("take the command of the nodes' version");
    assertThat(versions("0.10.0", node("a", "0.9.0")).next()).startsWith("upgrade the nodes");
    assertThat(versions("0.2.0", node("a", "0.2.0-SNAPSHOT")).next())
        .startsWith("upgrade the nodes");
  }

  @Test
  void a_command_that_was_not_packaged_is_left_out() {
    assertThat(versions("", node("a", "0.2.0")).detail()).isEqualTo("1 node run 0.2.0");
  }

  @Test
  void a_controller_of_another_version_is_named() {
    assertThat(versions("0.3.0", node("a", "0.3.0", CONTROLLER)).detail())
        .isEqualTo("controller controller-0 runs 0.2.0; the nodes run 0.3.0");
  }

  @Test
  void nodes_that_nobody_watches_are_told_with_what_to_do() {
    Finding none = findings("0.2.0", node("a", "0.2.0"), node("b", "0.2.0")).getLast();
    assertThat(none.detail()).startsWith("no controller watches the nodes: ");
    assertThat(none.next()).isEqualTo("start it");
    assertThat(findings("0.2.0", node("a", "0.2.0"), node("b", "0.2.0", CONTROLLER)).getLast())
        .isEqualTo(Finding.warn("controller", "no controller watches a", "start it"));
  }

  @Test
  void who_was_not_reached_is_not_judged() {
    Node missing = new Node("b", "unreachable", "h:1", 0, 0, "", 0, 0, "", List.of());
    assertThat(versions("0.2.0", node("a", "0.2.0", CONTROLLER), missing).detail())
        .isEqualTo("this command, 1 node and 1 controller run 0.2.0");
    assertThat(findings("0.2.0", missing)).isEmpty();
  }
}
