package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.host.Replication.Committed;
import chat.node.host.Replication.NotServingException;
import chat.node.host.Replication.OutcomeUnknownException;
import chat.node.replica.NotServing;
import chat.view.FileViewStore;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.StorageId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaLoopTest {
  private static final NodeName CHAT_0 = new NodeName("chat-0");
  private static final Member ALONE = new Member(CHAT_0, new StorageId("disk-0"));

  @TempDir Path folder;

  @Test
  void what_is_submitted_is_applied_alike_on_every_replica() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      List<CompletableFuture<Committed>> answers = submit(cluster, 500);
      for (CompletableFuture<Committed> answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
      }
      awaitEqualHistories(cluster, 501);
    }
  }

  @Test
  void entries_go_out_before_they_are_written_at_home() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      cluster.happened.clear();
      submit(cluster, 1).getFirst().get(30, TimeUnit.SECONDS);
      List<String> own =
          cluster.happened.stream().filter(what -> what.startsWith("chat-0")).toList();
      assertThat(own).startsWith("chat-0 sends", "chat-0 sends", "chat-0 writes");
    }
  }

  @Test
  void after_the_primary_died_another_takes_over_and_has_all_that_was_acknowledged()
      throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      for (CompletableFuture<Committed> answer : submit(cluster, 100)) {
        answer.get(30, TimeUnit.SECONDS);
      }
      cluster.kill(CHAT_0);
      await().until(() -> cluster.loops.containsKey(cluster.primary()));
      Committed next = submit(cluster, 1).getFirst().get(30, TimeUnit.SECONDS);
      assertThat(next.answer().position()).isGreaterThan(102);
      awaitEqualHistories(cluster, 103);
    }
  }

  @Test
  void a_read_barrier_gives_an_index_that_covers_what_was_acknowledged() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      long position = submit(cluster, 1).getFirst().get(30, TimeUnit.SECONDS).answer().position();
      long index = loop(cluster, CHAT_0).readBarrier().get(30, TimeUnit.SECONDS);
      assertThat(index).isGreaterThanOrEqualTo(position);
    }
  }

  @Test
  void a_backup_takes_no_command_and_no_read() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      ReplicaLoop backup = loop(cluster, new NodeName("chat-1"));
      assertNotServing(backup.submit(at -> LoopCluster.command("a")), NotServing.NOT_PRIMARY);
      assertNotServing(backup.readBarrier(), NotServing.NOT_PRIMARY);
    }
  }

  @Test
  void a_full_queue_refuses_rather_than_waits() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder);
        ReplicaLoop idle =
            new ReplicaLoop(
                cluster.parts(
                    ALONE,
                    LoopCluster.store(ALONE),
                    new ViewClient(new FileViewStore(folder.resolve("other.json"))),
                    LoopCluster.QUICK))) {
      for (int i = 0; i < LoopCluster.QUICK.queuedCommands(); i++) {
        assertThat(idle.submit(at -> LoopCluster.command("a"))).isNotDone();
      }
      assertNotServing(idle.submit(at -> LoopCluster.command("a")), NotServing.OVERLOADED);
    }
  }

  @Test
  void a_failure_of_the_store_ends_the_loop_for_good_and_leaves_open_calls_unknown()
      throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      cluster.failWrites(CHAT_0);
      CompletableFuture<Committed> open =
          loop(cluster, CHAT_0).submit(at -> LoopCluster.command("a"));
      assertThatThrownBy(() -> open.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(OutcomeUnknownException.class);
      await().untilAsserted(() -> assertThat(cluster.fatal).hasSize(1));
      assertThat(loop(cluster, CHAT_0).state().halted()).isPresent();
      assertNotServing(
          loop(cluster, CHAT_0).submit(at -> LoopCluster.command("b")), NotServing.HALTED);
    }
  }

  private static ReplicaLoop loop(LoopCluster cluster, NodeName name) {
    return java.util.Objects.requireNonNull(cluster.loops.get(name));
  }

  private static List<CompletableFuture<Committed>> submit(LoopCluster cluster, int count) {
    ReplicaLoop primary = loop(cluster, cluster.primary());
    List<CompletableFuture<Committed>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "user" + i;
      answers.add(primary.submit(at -> LoopCluster.command(name)));
    }
    return answers;
  }

  private static void awaitEqualHistories(LoopCluster cluster, int atLeast) {
    await()
        .untilAsserted(
            () -> {
              var first = cluster.history(cluster.primary());
              assertThat(first).hasSizeGreaterThanOrEqualTo(atLeast);
              for (NodeName name : cluster.loops.keySet()) {
                assertThat(cluster.history(name)).isEqualTo(first);
              }
            });
  }

  private static void assertNotServing(CompletableFuture<?> call, NotServing reason) {
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            NotServingException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
