package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.view.NodeName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One wrong clock of three, an hour and a year ahead and behind, at a primary and at a backup. */
class WrongClockTest {
  private static final NodeName FIRST = new NodeName("chat-0");
  private static final NodeName SECOND = new NodeName("chat-1");

  /** What stamps may differ from the true time by on a machine that stands still for a while. */
  private static final long TOLERANCE_MILLIS = ClusterTime.TOLERANCE.toMillis();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H", "P365D", "-P365D"})
  void a_primary_stamps_by_the_others_clocks(String ahead) throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      ReplicaLoop primary = serving(cluster);
      long before = stamp(primary);
      cluster.setClock(cluster.primary(), Duration.parse(ahead));
      await().until(() -> Math.abs(primary.clockOffsetMillis()) > TOLERANCE_MILLIS);
      long after = stamp(primary);
      assertThat(after).isGreaterThanOrEqualTo(before);
      assertThat(after - System.currentTimeMillis()).isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
      assertThat(primary.timeMillis() - System.currentTimeMillis())
          .isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H", "P365D", "-P365D"})
  void a_backup_with_a_wrong_clock_that_is_promoted_stamps_by_the_others(String ahead)
      throws Exception {
    try (LoopCluster cluster = new LoopCluster(folder)) {
      cluster.setClock(SECOND, Duration.parse(ahead));
      ReplicaLoop first = serving(cluster);
      ReplicaLoop second = cluster.running(SECOND);
      await().until(() -> Math.abs(second.clockOffsetMillis()) > TOLERANCE_MILLIS);
      long before = stamp(first);
      first.handOver(Optional.of(SECOND));
      await().until(() -> second.state().serving());
      long after = stamp(second);
      assertThat(after).isGreaterThanOrEqualTo(before);
      assertThat(after - System.currentTimeMillis()).isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
    }
  }

  private static ReplicaLoop serving(LoopCluster cluster) {
    await().until(() -> cluster.primary().equals(FIRST));
    return cluster.running(FIRST);
  }

  private static long stamp(ReplicaLoop loop) throws Exception {
    AtomicLong stamp = new AtomicLong();
    var _ =
        loop.submit(
                time -> {
                  stamp.set(time);
                  return LoopCluster.command("alice");
                })
            .get(60, TimeUnit.SECONDS);
    return stamp.get();
  }
}
