package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.Commands;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupId;
import chat.node.chat.MessageCommand;
import chat.node.host.LoopLimits;
import chat.node.host.Replication.Committed;
import chat.node.sqlite.StoreSettings;
import chat.view.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dear commands of one caller, all at once, on three nodes with their real disks and timers. */
class CostlyBurstTest {
  private static final int MEMBERS = 99;
  private static final int GROUPS = 40;
  private static final int DELETIONS = 10;

  @TempDir Path folder;

  @BeforeEach
  void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @Test
  void a_burst_of_large_groups_and_deletions_takes_nobody_out_of_the_in_sync_set()
      throws Exception {
    try (NodeCluster cluster =
        new NodeCluster(folder, StoreSettings.DEFAULTS, LoopLimits.DEFAULT)) {
      for (int i = 0; i < 3; i++) {
        var _ = cluster.start(i);
      }
      cluster.found();
      cluster.awaitInSync(3);
      long groupAt = prepare(cluster);
      View before = cluster.view();
      List<CompletableFuture<Committed>> answers = new ArrayList<>();
      for (Command command : burst(groupAt)) {
        answers.add(cluster.primary().loop().submit(_ -> command));
      }
      for (CompletableFuture<Committed> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
      }
      assertThat(cluster.equalHashes()).isNotEmpty();
      assertThat(cluster.view()).isEqualTo(before);
      assertThat(cluster.fatal).isEmpty();
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
    for (int i = 0; i < 100 * DELETIONS; i++) {
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
      List<Long> seqs = LongStream.rangeClosed(100L * i + 1, 100L * i + 100).boxed().toList();
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
