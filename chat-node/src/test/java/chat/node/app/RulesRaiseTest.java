package chat.node.app;

import static chat.node.chat.Commands.register;
import static chat.node.chat.Commands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Result.Outcome;
import chat.node.chat.Rules;
import chat.node.host.LoopLimits;
import chat.node.sqlite.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary raises the rules once every node that gets the log knows them. */
class RulesRaiseTest {
  @TempDir Path folder;

  @Test
  void aNewClusterAppliesByTheNewestRules() throws Exception {
    try (NodeCluster cluster = cluster()) {
      List<Node> nodes = List.of(cluster.start(0), cluster.start(1), cluster.start(2));
      cluster.found();
      nodes.forEach(node -> awaitRules(node, Rules.NEWEST));
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @Test
  void oneNodeThatKnowsOnlyTheOldRulesKeepsThemInForceUntilItIsAnother() throws Exception {
    try (NodeCluster cluster = cluster()) {
      Node first = cluster.start(0);
      cluster.start(1);
      Node old = cluster.start(2, Traits.USUAL.knowingRules(Rules.FIRST));
      cluster.found();
      cluster.awaitInSync(3);
      cluster.submit(List.of(register(1, "ann")));
      assertThat(cluster.submit(List.of(send(2, "ann", "bob", "hi"))).answer().outcome())
          .isInstanceOfSatisfying(
              Outcome.Rejected.class, rejected -> assertThat(rejected.isFinal()).isFalse());
      assertThat(first.reader().rules()).isEqualTo(Rules.FIRST);
      assertThat(old.reader().rules()).isEqualTo(Rules.FIRST);

      cluster.stop(2);
      Node renewed = cluster.start(2);

      awaitRules(first, Rules.NEWEST);
      awaitRules(renewed, Rules.NEWEST);
      assertThat(cluster.fatal).isEmpty();
    }
  }

  private static void awaitRules(Node node, int rules) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(node.reader().rules()).isEqualTo(rules));
  }

  private NodeCluster cluster() {
    return new NodeCluster(folder, StoreSettings.DEFAULTS, LoopLimits.DEFAULT);
  }
}
