package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.CommandCost;
import chat.node.chat.Commands;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupId;
import chat.node.chat.MessageCommand;
import chat.node.host.CostLimits;
import chat.node.host.LoopLimits;
import chat.node.host.Replication.Committed;
import chat.node.sqlite.StoreSettings;
import chat.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dear commands of one caller, committed all at once, on three nodes with their real disks. */
class CostlyBurstTest {
  private static final int MEMBERS = 99;
  private static final int GROUPS = 40;
  private static final int DELETIONS = 10;
  private static final int DELETED_AT_ONCE = 10;
  private static final int SLICE_COST = 256;

  /**
   * The burst is one proposal, so that it is committed at once: what cuts its application are the
   * slices alone. No node is given up because the machine is slow.
   */
  private static final LoopLimits LIMITS =
      LoopLimits.DEFAULT
          .withTimers(100, 60_000, 60_000, 1_000)
          .withCosts(CostLimits.DEFAULT.withWork(16_384, SLICE_COST));

  @TempDir Path folder;

  @Test
  void the_loop_turns_between_slices_of_a_burst_of_large_groups_and_deletions() throws Exception {
    try (NodeCluster cluster = new NodeCluster(folder, StoreSettings.DEFAULTS, LIMITS)) {
      List<Node> nodes = List.of(cluster.start(0), cluster.start(1), cluster.start(2));
      cluster.found();
      cluster.awaitInSync(3);
      long groupAt = prepare(cluster);
      View before = cluster.view();
      List<List<Long>> turns = nodes.stream().map(CostlyBurstTest::appliedByTurn).toList();
      NavigableMap<Long, Integer> costs = submitAtOnce(cluster.primary(), burst(groupAt));
      assertThat(cluster.equalHashes()).isNotEmpty();
      int whole = costs.values().stream().mapToInt(Integer::intValue).sum();
      assertThat(whole).isGreaterThan(10 * SLICE_COST);
      for (List<Long> applied : turns) {
        Awaitility.await()
            .untilAsserted(
                () -> assertThat(applied).last(LONG).isGreaterThanOrEqualTo(costs.lastKey()));
        List<Integer> costOfTurns = costOfTurns(applied, costs);
        assertThat(costOfTurns).allMatch(cost -> cost <= SLICE_COST);
        assertThat(costOfTurns).hasSizeGreaterThanOrEqualTo(whole / SLICE_COST);
      }
      assertThat(cluster.view()).isEqualTo(before);
      assertThat(cluster.fatal).isEmpty();
    }
  }

  /** The applied index after each turn of the node's loop that applied something. */
  private static List<Long> appliedByTurn(Node node) {
    List<Long> applied = new CopyOnWriteArrayList<>();
    var _ = node.loop().onApplied(applied::add);
    return applied;
  }

  /** What each turn applied of these, in cost. */
  private static List<Integer> costOfTurns(
      List<Long> applied, NavigableMap<Long, Integer> costByPosition) {
    List<Integer> costs = new ArrayList<>();
    long before = costByPosition.firstKey() - 1;
    for (long through : applied) {
      if (through > before) {
        costs.add(
            costByPosition.subMap(before, false, through, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum());
        before = through;
      }
    }
    return costs;
  }

  /**
   * The loop stands in a command of the test's own until all are in its queue, so it takes them in
   * one turn. The cost of each by its position, once all are answered.
   */
  private static NavigableMap<Long, Integer> submitAtOnce(Node primary, List<Command> burst)
      throws Exception {
    Thread caller = Thread.currentThread();
    CountDownLatch queued = new CountDownLatch(1);
    Command first = Commands.register(30_000, "first");
    var begun =
        primary
            .loop()
            .submit(
                _ -> {
                  if (Thread.currentThread() != caller) {
                    awaitUninterruptibly(queued);
                  }
                  return first;
                });
    List<CompletableFuture<Committed>> answers = new ArrayList<>();
    for (Command command : burst) {
      answers.add(primary.loop().submit(_ -> command));
    }
    queued.countDown();
    assertThat(begun.get(60, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
    NavigableMap<Long, Integer> costs = new TreeMap<>();
    for (int i = 0; i < burst.size(); i++) {
      Committed committed = answers.get(i).get(60, TimeUnit.SECONDS);
      assertThat(committed.inSyncCount()).isEqualTo(3);
      costs.put(committed.answer().position(), CommandCost.of(burst.get(i)));
    }
    return costs;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the loop", e);
    }
  }

  /** Users, and a group with messages in it; the group's position. */
  private static long prepare(NodeCluster cluster) throws Exception {
    List<Command> users = new ArrayList<>();
    for (int i = 0; i <= MEMBERS; i++) {
      users.add(Commands.register(i, "user" + i));
    }
    var _ = cluster.submit(users);
    long groupAt = cluster.submit(List.of(create(500))).answer().position();
    List<Command> posts = new ArrayList<>();
    for (int i = 0; i < DELETED_AT_ONCE * DELETIONS; i++) {
      posts.add(
          new GroupCommand.Post(
              Commands.stamp(1000 + i), owner(), new GroupId(groupAt), "message " + i));
    }
    var _ = cluster.submit(posts);
    return groupAt;
  }

  private static List<Command> burst(long groupAt) {
    List<Command> burst = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      burst.add(create(10_000 + i));
    }
    for (int i = 0; i < DELETIONS; i++) {
      long first = (long) DELETED_AT_ONCE * i + 1;
      List<Long> seqs = LongStream.range(first, first + DELETED_AT_ONCE).boxed().toList();
      burst.add(
          new MessageCommand.Delete(
              Commands.stamp(20_000 + i), owner(), new GroupId(groupAt), seqs, true));
    }
    return burst;
  }

  private static GroupCommand.Create create(long id) {
    List<AccountName> members =
        IntStream.rangeClosed(1, MEMBERS).mapToObj(i -> new AccountName("user" + i)).toList();
    return new GroupCommand.Create(Commands.stamp(id), owner(), "group", members);
  }

  private static AccountName owner() {
    return new AccountName("user0");
  }
}
