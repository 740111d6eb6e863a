package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Commands;
import chat.node.host.LoopLimits;
import chat.node.host.ReplicaLoop.Follower;
import chat.node.sqlite.StoreSettings;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node does before it ends, with whole nodes over real links. */
class EndingTest {
  /** Between two heartbeats there is time for what a test is about. */
  private static final LoopLimits SLOW = LoopLimits.DEFAULT.withTimers(400, 4000, 200, 200);

  @TempDir Path folder;

  @Test
  void a_backup_that_is_scaled_away_has_left_the_set_when_its_end_is_over() throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.scaleAway(2);
      cluster.stop(2);
      assertThat(members(cluster.view())).containsExactly("chat-0", "chat-1");
      assertThat(cluster.submit(Commands.random(1, 10)).inSyncCount()).isEqualTo(2);
    }
  }

  @Test
  void a_primary_that_is_scaled_away_hands_over_and_leaves() throws Exception {
    try (NodeCluster cluster = three()) {
      assertThat(cluster.view().primary().name()).isEqualTo(NodeCluster.name(0));
      cluster.scaleAway(0);
      cluster.stop(0);
      assertThat(members(cluster.view())).containsExactly("chat-1", "chat-2");
      assertThat(cluster.view().epoch().value()).isGreaterThan(1);
      assertThat(cluster.submit(Commands.random(2, 10)).inSyncCount()).isEqualTo(2);
    }
  }

  @Test
  void a_primary_that_restarts_hands_over_and_comes_back_as_a_member() throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.stop(0);
      assertThat(cluster.view().primary().name()).isNotEqualTo(NodeCluster.name(0));
      cluster.start(0);
      cluster.awaitInSync(3);
      assertThat(members(cluster.view())).containsExactly("chat-0", "chat-1", "chat-2");
    }
  }

  @Test
  void a_backup_that_restarts_is_let_go_while_all_still_acknowledge() throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.takeLeave(2); // Its links stand: nobody suspects it.
      assertThat(members(cluster.view())).containsExactly("chat-0", "chat-1");
      assertThat(cluster.submit(Commands.random(3, 10)).inSyncCount()).isEqualTo(2);
    }
  }

  @Test
  void a_primary_that_restarts_is_let_go_by_its_successor() throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.takeLeave(0);
      assertThat(members(cluster.view())).containsExactly("chat-1", "chat-2");
      assertThat(cluster.submit(Commands.random(4, 10)).inSyncCount()).isEqualTo(2);
    }
  }

  @Test
  void a_primary_that_hears_of_its_successor_only_by_the_log_stays_until_it_is_let_go()
      throws Exception {
    try (NodeCluster cluster = three(SLOW)) {
      cluster.veil(0);
      cluster.takeLeave(0);
      assertThat(members(cluster.view())).containsExactly("chat-1", "chat-2");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_successor_whose_watch_is_silent_hears_from_who_hands_over_that_it_leads(
      boolean storeAnswersLate) throws Exception {
    try (NodeCluster cluster = three(SLOW)) {
      if (storeAnswersLate) {
        cluster.answerLate(0);
      }
      cluster.submit(Commands.random(6, 10)); // It serves: one that recovers hands nothing over.
      cluster.veil(1);
      cluster.primary().loop().handOver(Optional.of(NodeCluster.name(1)));
      await().until(() -> cluster.primary().config().name().equals(NodeCluster.name(1)));
    }
  }

  @Test
  void who_ends_and_is_made_the_primary_meanwhile_leads_hands_over_and_is_let_go()
      throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.promoteWhileItEnds(1);
      cluster.takeLeave(1);
      assertThat(members(cluster.view())).containsExactly("chat-0", "chat-2");
      assertThat(cluster.submit(Commands.random(5, 10)).inSyncCount()).isEqualTo(2);
    }
  }

  @Test
  void writes_do_not_wait_for_a_hand_over_to_a_node_that_ends() throws Exception {
    try (NodeCluster cluster = three(SLOW)) {
      cluster.beginEnding(2);
      Node primary = cluster.primary();
      await().until(() -> primary.loop().followers().stream().anyMatch(Follower::ending));
      primary.loop().handOver(Optional.of(NodeCluster.name(2)));
      assertThat(NodeCluster.submit(primary, Commands.random(6, 1)).inSyncCount()).isPositive();
    }
  }

  @Test
  void a_set_whose_members_all_end_together_stays_whole() throws Exception {
    try (NodeCluster cluster = three(SLOW)) {
      cluster.takeLeave(2, 1, 0);
      assertThat(members(cluster.view())).containsExactly("chat-0", "chat-1", "chat-2");
    }
  }

  @Test
  void the_last_member_stays_in_the_set_wherever_its_place_went() throws Exception {
    try (NodeCluster cluster = three()) {
      cluster.crash(1);
      cluster.crash(2);
      await().until(() -> members(cluster.view()).equals(List.of("chat-0")));
      cluster.scaleAway(0);
      cluster.stop(0);
      assertThat(members(cluster.view())).containsExactly("chat-0");
    }
  }

  private static List<String> members(View view) {
    return view.inSync().stream().map(Member::name).map(NodeName::value).toList();
  }

  private NodeCluster three() throws Exception {
    return three(LoopLimits.DEFAULT.withTimers(20, 2000, 200, 200));
  }

  private NodeCluster three(LoopLimits limits) throws Exception {
    NodeCluster cluster = new NodeCluster(folder, StoreSettings.DEFAULTS, limits);
    for (int i = 0; i < 3; i++) {
      cluster.start(i);
    }
    cluster.found();
    cluster.awaitInSync(3);
    return cluster;
  }
}
