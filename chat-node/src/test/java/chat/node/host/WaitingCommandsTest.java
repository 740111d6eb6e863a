package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.host.Replication.Committed;
import chat.node.host.Replication.NotServingException;
import chat.node.host.Replication.TooLargeException;
import chat.node.replica.NotServing;
import chat.view.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait are bounded in bytes, and leave when waiting makes no sense. */
class WaitingCommandsTest {
  private static final NodeName CHAT_0 = new NodeName("chat-0");
  private static final NodeName CHAT_2 = new NodeName("chat-2");
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;

  @Test
  void commands_that_wait_for_a_member_hold_no_more_bytes_than_their_budget() throws Exception {
    long held = WaitingBudget.heldBy("user".length());
    CostLimits costs =
        CostLimits.DEFAULT.withWaitingBytes(100 * held).withPatience(LONG, Duration.ofSeconds(60));
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      ReplicaLoop primary = primary(cluster);
      cluster.mute(CHAT_2);
      List<CompletableFuture<Committed>> taken = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        taken.add(primary.submit(_ -> LoopCluster.command("user")));
      }
      assertThat(primary.waitingBytes()).isEqualTo(100 * held);
      assertRefused(
          primary.submit(_ -> LoopCluster.command("user")), NotServing.OVERLOADED, "OVERLOADED");

      cluster.unmute(CHAT_2);
      for (CompletableFuture<Committed> answer : taken) {
        assertThat(answer.get(60, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
      }
      await().until(() -> primary.waitingBytes() == 0);
    }
  }

  @Test
  void callers_at_once_never_hold_more_than_the_budget_while_the_commit_stands_still()
      throws Exception {
    long held = WaitingBudget.heldBy("user".length());
    long limit = 50 * held;
    CostLimits costs =
        CostLimits.DEFAULT
            .withWaitingBytes(limit)
            .withPatience(Duration.ofMillis(500), Duration.ofSeconds(60));
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      ReplicaLoop primary = primary(cluster);
      cluster.mute(CHAT_2);
      AtomicLong mostHeld = new AtomicLong();
      List<CompletableFuture<Committed>> calls = new CopyOnWriteArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        callers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int call = 0; call < 200; call++) {
                        calls.add(primary.submit(_ -> LoopCluster.command("user")));
                        mostHeld.accumulateAndGet(primary.waitingBytes(), Math::max);
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(mostHeld).hasPositiveValue().hasValueLessThanOrEqualTo(limit);
      await().until(() -> primary.commitStall().isPresent());
      assertRefused(
          primary.submit(_ -> LoopCluster.command("late")), NotServing.COMMIT_STALLED, "chat-2");

      cluster.unmute(CHAT_2);
      int answered = 0;
      for (CompletableFuture<Committed> call : calls) {
        answered += call.handle((_, thrown) -> thrown == null ? 1 : 0).get(60, TimeUnit.SECONDS);
      }
      assertThat(calls).hasSize(800);
      assertThat(answered).isBetween(1, 50);
      await().until(() -> primary.waitingBytes() == 0);
    }
  }

  @Test
  void while_the_commit_index_stands_still_new_commands_are_refused_with_the_reason()
      throws Exception {
    CostLimits costs =
        CostLimits.DEFAULT.withPatience(Duration.ofMillis(200), Duration.ofSeconds(60));
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      ReplicaLoop primary = primary(cluster);
      cluster.mute(CHAT_2);
      CompletableFuture<Committed> first = primary.submit(_ -> LoopCluster.command("first"));
      await().until(() -> primary.commitStall().isPresent());
      assertRefused(
          primary.submit(_ -> LoopCluster.command("second")), NotServing.COMMIT_STALLED, "chat-2");

      cluster.unmute(CHAT_2);
      assertThat(first.get(60, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
      await().until(() -> primary.commitStall().isEmpty());
      assertThat(primary.submit(_ -> LoopCluster.command("third")).get(60, TimeUnit.SECONDS))
          .isNotNull();
    }
  }

  @Test
  void a_command_whose_caller_left_is_not_put_into_the_log() throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      ReplicaLoop primary = primary(cluster);
      long before = position(primary);
      assertRefused(
          primary.submit(_ -> LoopCluster.command("gone"), () -> true),
          NotServing.OVERLOADED,
          "left");
      assertThat(position(primary)).isEqualTo(before + 1);
    }
  }

  @Test
  void a_command_that_the_links_do_not_carry_is_refused_before_the_log() throws Exception {
    CostLimits usual = CostLimits.DEFAULT;
    CostLimits costs =
        new CostLimits(
            usual.queuedCost(),
            usual.turnCost(),
            usual.sliceCost(),
            usual.unweighedEntries(),
            usual.waitingBytes(),
            8,
            usual.commitPatience(),
            usual.stuckAfter());
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      ReplicaLoop primary = primary(cluster);
      long before = position(primary);
      assertThatThrownBy(
              () -> primary.submit(_ -> LoopCluster.command("nine-long")).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(TooLargeException.class);
      assertThat(position(primary)).isEqualTo(before + 1);
    }
  }

  @Test
  void what_is_committed_at_once_is_applied_in_slices_of_bounded_cost() throws Exception {
    CostLimits costs = CostLimits.DEFAULT.withWork(1024, 10);
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      ReplicaLoop primary = primary(cluster);
      cluster.mute(CHAT_2);
      List<CompletableFuture<Committed>> answers = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        answers.add(primary.submit(_ -> LoopCluster.command("user")));
      }
      cluster.unmute(CHAT_2);
      for (CompletableFuture<Committed> answer : answers) {
        answer.get(60, TimeUnit.SECONDS);
      }
      await().until(() -> cluster.history(CHAT_2).equals(cluster.history(CHAT_0)));
      assertThat(cluster.largestApply).hasPositiveValue().hasValueLessThanOrEqualTo(10);
    }
  }

  private static ReplicaLoop primary(LoopCluster cluster) {
    await().until(() -> cluster.primary().equals(CHAT_0));
    return java.util.Objects.requireNonNull(cluster.loops.get(CHAT_0));
  }

  /** Of a command that is submitted now. */
  private static long position(ReplicaLoop primary) throws Exception {
    return primary
        .submit(_ -> LoopCluster.command("mark"))
        .get(60, TimeUnit.SECONDS)
        .answer()
        .position();
  }

  private static void assertRefused(CompletableFuture<?> call, NotServing reason, String because) {
    assertThatThrownBy(() -> call.get(60, TimeUnit.SECONDS))
        .cause()
        .hasMessageContaining(because)
        .isInstanceOfSatisfying(
            NotServingException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
