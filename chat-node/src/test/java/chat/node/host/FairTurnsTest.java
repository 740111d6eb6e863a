package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.CommandCost;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.view.NodeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop takes commands in rounds by owner, so that nobody waits for another's burst. */
class FairTurnsTest {
  private static final NodeName CHAT_0 = new NodeName("chat-0");
  private static final int BURST = 500;
  private static final int TURN_COST = 64;

  @TempDir Path folder;

  private final CountDownLatch turnHeld = new CountDownLatch(1);
  private final CountDownLatch turnReleased = new CountDownLatch(1);

  @Test
  void a_single_command_behind_a_burst_of_another_owner_is_in_the_first_turn() throws Exception {
    CostLimits costs = CostLimits.DEFAULT.withWork(TURN_COST, 512);
    try (LoopCluster cluster = new LoopCluster(folder, LoopCluster.QUICK.withCosts(costs))) {
      await().until(() -> cluster.primary().equals(CHAT_0));
      ReplicaLoop primary = Objects.requireNonNull(cluster.loops.get(CHAT_0));
      CompletableFuture<Committed> holder = holdTurn(primary);
      List<CompletableFuture<Committed>> burst = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        burst.add(primary.submit(_ -> of("ann")));
      }
      CompletableFuture<Committed> single = primary.submit(_ -> of("bob"));
      turnReleased.countDown();

      long before = position(holder);
      assertThat(position(single) - before)
          .isLessThanOrEqualTo(TurnQueue.GRANT / CommandCost.of(of("ann")) + 1);
      List<Long> ofAnn = new ArrayList<>();
      for (CompletableFuture<Committed> answer : burst) {
        ofAnn.add(position(answer));
      }
      assertThat(ofAnn).isSorted();
      await().until(() -> primary.waitingBytes() == 0);
      assertThat(primary.queuedCost()).isZero();
      assertThat(primary.queuedCommands()).isZero();
    }
  }

  /** Keeps the loop inside a turn, so that all that is submitted meanwhile waits for the next. */
  private CompletableFuture<Committed> holdTurn(ReplicaLoop primary) throws Exception {
    AtomicInteger made = new AtomicInteger();
    CompletableFuture<Committed> holder =
        primary.submit(
            _ -> {
              if (made.incrementAndGet() > 1) {
                turnHeld.countDown();
                awaitRelease();
              }
              return of("holder");
            });
    assertThat(turnHeld.await(60, TimeUnit.SECONDS)).isTrue();
    return holder;
  }

  private void awaitRelease() {
    try {
      if (!turnReleased.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the turn was not released");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long position(CompletableFuture<Committed> answer) throws Exception {
    return answer.get(60, TimeUnit.SECONDS).answer().position();
  }

  private static Command of(String owner) {
    return new AccountCommand.Block(
        new Command.Stamp(new RequestId(new UUID(1, 2)), new Fingerprint(3), 4),
        new AccountName(owner),
        new AccountName("eve"));
  }
}
