package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.Replication.Committed;
import chat.view.NodeName;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary says that it serves while it proves that it leads, however slow the proof is. */
class ReadBarrierTest {
  private static final NodeName PRIMARY = new NodeName("chat-0");

  /** Nobody suspects anybody: the primary isn't deposed. */
  private static final LoopLimits PATIENT =
      LoopLimits.DEFAULT.withTimers(20, 120_000, 120_000, 200);

  @TempDir Path folder;

  @Test
  void a_primary_that_is_cut_off_stops_calling_itself_serving_until_its_members_answer()
      throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder, PATIENT)) {
      await().until(() -> cluster.primary().equals(PRIMARY));
      ReplicaLoop primary = cluster.running(PRIMARY);
      cluster.cut(PRIMARY);
      await().until(() -> !primary.state().serving());
      assertThat(primary.state().role()).isEqualTo(Replication.Role.PRIMARY);
      cluster.mend(PRIMARY);
      await().until(() -> primary.state().serving());
    }
  }

  @Test
  void reads_complete_while_members_answer_later_than_two_heartbeats_and_writes_go_on()
      throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder, PATIENT)) {
      await().until(() -> cluster.primary().equals(PRIMARY));
      ReplicaLoop primary = cluster.running(PRIMARY);
      cluster.slow(new NodeName("chat-1"), 300); // Fifteen heartbeats.
      cluster.slow(new NodeName("chat-2"), 90);
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Long> read = primary.readBarrier();
        CompletableFuture<Committed> write = primary.submit(_ -> LoopCluster.command("alice"));
        assertThat(read.get(60, TimeUnit.SECONDS)).isPositive();
        assertThat(write.get(60, TimeUnit.SECONDS).inSyncCount()).isEqualTo(3);
      }
    }
  }
}
