package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.host.LoopLimits;
import chat.node.host.Replication.Role;
import chat.node.sqlite.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that lack much of the log get it over real links: from a disk, or as a snapshot. */
class CatchingUpTest {
  private static final StoreSettings KEEPS_ALL = StoreSettings.DEFAULTS;
  private static final StoreSettings KEEPS_LITTLE =
      StoreSettings.DEFAULTS.retaining(40, 1 << 20, 1_000);

  @TempDir Path folder;

  @Test
  void a_new_node_gets_a_snapshot_and_leads_alone_when_all_others_are_gone() throws Exception {
    try (NodeCluster cluster = three(KEEPS_LITTLE)) {
      cluster.submit(Commands.random(1, 600));
      Node primary = cluster.primary();
      await().until(() -> primary.store().entries(1, 1, 1).isEmpty());

      Node fourth = cluster.start(3);
      cluster.awaitInSync(4);
      assertThat(fourth.receiving().receivedBytes())
          .isPositive()
          .isEqualTo(fourth.receiving().expectedBytes());
      assertThat(cluster.submit(messages(600, 100)).inSyncCount()).isEqualTo(4);
      String everything = cluster.equalHashes();
      await().until(() -> cluster.snapshotFiles().isEmpty());

      IntStream.range(0, 3).forEach(cluster::crash);
      assertThat(cluster.primary()).isSameAs(fourth);
      assertThat(cluster.equalHashes()).isEqualTo(everything);
      cluster.awaitInSync(1);
      assertThat(cluster.submit(messages(700, 10)).inSyncCount()).isEqualTo(1);
      assertThat(cluster.fatal).isEmpty();
    }
  }

  /** Without the hold, what the newcomer lacks is gone whenever it has installed its copy. */
  @Test
  void a_new_node_comes_in_while_more_is_written_than_the_log_retains() throws Exception {
    try (NodeCluster cluster = three(KEEPS_LITTLE)) {
      cluster.submit(Commands.random(5, 300));
      Node primary = cluster.primary();
      await().until(() -> primary.store().entries(1, 1, 1).isEmpty());

      AtomicBoolean enough = new AtomicBoolean();
      FutureTask<Long> load =
          new FutureTask<>(
              () -> {
                long after = 1_000;
                while (!enough.get()) {
                  NodeCluster.submit(primary, messages(after, 100));
                  after += 100;
                }
                return after;
              });
      Thread.startVirtualThread(load);
      Node fourth = cluster.start(3);
      cluster.awaitInSync(4);
      assertThat(load.isDone()).isFalse();
      enough.set(true);
      assertThat(load.get()).isGreaterThan(1_000);
      assertThat(fourth.receiving().receivedBytes()).isPositive();
      cluster.equalHashes();
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @Test
  void a_disk_that_got_a_snapshot_is_found_whole_at_the_next_start() throws Exception {
    try (NodeCluster cluster = three(KEEPS_LITTLE)) {
      cluster.submit(Commands.random(2, 300));
      Node primary = cluster.primary();
      await().until(() -> primary.store().entries(1, 1, 1).isEmpty());
      cluster.start(3);
      cluster.awaitInSync(4);
      cluster.stop(3);
      cluster.submit(messages(300, 10));

      Node again = cluster.start(3);
      cluster.awaitInSync(4);
      assertThat(again.receiving().receivedBytes()).isZero();
      cluster.equalHashes();
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @Test
  void a_member_that_was_away_long_gets_what_it_lacks_from_the_log_on_disk() throws Exception {
    try (NodeCluster cluster = three(KEEPS_ALL)) {
      cluster.submit(Commands.random(3, 50));
      cluster.stop(2);
      cluster.awaitInSync(2);
      cluster.submit(messages(50, 600));

      Node back = cluster.start(2);
      cluster.awaitInSync(3);
      assertThat(back.receiving().receivedBytes()).isZero();
      assertThat(back.store().entries(1, 10, 1 << 20)).hasSize(10);
      cluster.equalHashes();
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @Test
  void a_member_whose_place_was_compacted_while_it_was_away_gets_a_snapshot() throws Exception {
    try (NodeCluster cluster = three(KEEPS_LITTLE)) {
      cluster.submit(Commands.random(4, 100));
      long had = cluster.report(NodeCluster.name(2)).getLastIndex();
      cluster.stop(2);
      cluster.awaitInSync(2);
      cluster.submit(messages(100, 300));
      Node primary = cluster.primary();
      await().until(() -> primary.store().entries(had + 10, had + 10, 1).isEmpty());

      Node back = cluster.start(2);
      cluster.awaitInSync(3);
      assertThat(back.receiving().receivedBytes()).isPositive();
      cluster.equalHashes();
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @Test
  void the_control_service_tells_what_a_node_is() throws Exception {
    try (NodeCluster cluster = new NodeCluster(folder, KEEPS_ALL, limits())) {
      cluster.start(0);
      assertThat(cluster.report(NodeCluster.name(0)).getEmptyDisk()).isTrue();
      cluster.found();
      Node primary = cluster.primary();
      var report = cluster.report(NodeCluster.name(0));
      assertThat(report.getRole()).isEqualTo(chat.proto.control.v1.Role.ROLE_PRIMARY);
      assertThat(report.getClusterId()).isEqualTo("wired");
      assertThat(report.getEmptyDisk()).isFalse();
      assertThat(primary.loop().state().role()).isEqualTo(Role.PRIMARY);
    }
  }

  private NodeCluster three(StoreSettings settings) throws Exception {
    NodeCluster cluster = new NodeCluster(folder, settings, limits());
    for (int i = 0; i < 3; i++) {
      cluster.start(i);
    }
    cluster.found();
    cluster.awaitInSync(3);
    return cluster;
  }

  /** Quick timers; a memory of recent entries too small for any follower that fell behind. */
  private static LoopLimits limits() {
    LoopLimits quick = LoopLimits.DEFAULT.withTimers(20, 2000, 200, 200);
    return new LoopLimits(
        quick.queuedCommands(),
        quick.queuedReads(),
        quick.turnCommands(),
        quick.turnBytes(),
        8 << 10,
        1 << 10,
        quick.heartbeat(),
        quick.silence(),
        quick.ownPause(),
        quick.promotionWait(),
        quick.promotionSpread(),
        Duration.ofMillis(50),
        quick.longestHold(),
        quick.holdGrace(),
        quick.costs());
  }

  private static List<Command> messages(long after, int count) {
    Stream<Command> accounts =
        Stream.of(Commands.register(10_000, "ada"), Commands.register(10_001, "bob"));
    Stream<Command> sends =
        IntStream.range(0, count)
            .mapToObj(i -> Commands.send(20_000 + after + i, "ada", "bob", "message " + i));
    return Stream.concat(accounts, sends).toList();
  }
}
