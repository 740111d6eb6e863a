package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.LoopLimits;
import chat.node.host.ReplicaLoop;
import chat.node.sqlite.StoreSettings;
import chat.proto.chat.v1.NodeStatus;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions and streams at three whole nodes of which the primary's clock is wrong. */
@Timeout(300)
class WrongClockNodesTest {
  /** What times may differ by on a machine that stands still for a while. */
  private static final long TOLERANCE_MILLIS = 10_000;

  @TempDir Path folder;

  private final AtomicLong aheadMillis = new AtomicLong();
  private final InstantSource wrong =
      () -> Instant.ofEpochMilli(System.currentTimeMillis() + aheadMillis.get());

  /** Ticks are rare, so that what the loop believes at its start would last for a while. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H", "P365D", "-P365D"})
  void a_primary_compares_its_clock_before_it_serves(String ahead) throws Exception {
    aheadMillis.set(Duration.parse(ahead).toMillis());
    LoopLimits rareTicks = LoopLimits.DEFAULT.withTimers(3_000, 60_000, 60_000, 1_000);
    try (NodeCluster cluster = new NodeCluster(folder, StoreSettings.DEFAULTS, rareTicks)) {
      Node primary = cluster.start(0, Traits.USUAL.with(wrong));
      List<Long> errorsWhenServing = new CopyOnWriteArrayList<>();
      ReplicaLoop loop = primary.loop();
      var _ =
          loop.onStateChange(
              () -> {
                if (loop.state().serving()) {
                  errorsWhenServing.add(loop.timeMillis() - System.currentTimeMillis());
                }
              });
      cluster.start(1);
      cluster.start(2);
      cluster.found();
      await().until(() -> !errorsWhenServing.isEmpty());
      assertThat(errorsWhenServing.getFirst()).isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
      assertThat(cluster.fatal).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H", "P365D", "-P365D"})
  void sessions_hold_streams_go_on_times_are_right_and_the_offset_is_told(String ahead)
      throws Exception {
    Warnings warnings = new Warnings();
    try (warnings;
        NodeCluster cluster = new NodeCluster(folder, StoreSettings.DEFAULTS, LoopLimits.DEFAULT)) {
      List<Node> nodes =
          List.of(
              cluster.start(0, NodeCluster.BEATING.with(wrong)),
              cluster.start(1, NodeCluster.BEATING),
              cluster.start(2, NodeCluster.BEATING));
      cluster.found();
      cluster.awaitInSync(3);
      for (Node node : nodes) {
        node.serveClients();
      }
      Node first = nodes.get(0);
      try (Talker atFirst = new Talker("alice", first);
          Talker atSecond = new Talker("alice", nodes.get(1))) {
        atFirst.join();
        Talker.Listening stream = atFirst.listen(ByteString.EMPTY);
        await().until(() -> stream.claims() > 0);

        aheadMillis.set(Duration.parse(ahead).toMillis()); // While it leads.
        await().until(() -> Math.abs(first.loop().clockOffsetMillis()) > TOLERANCE_MILLIS);
        atFirst.send("stamped by the wrong clock's node");
        long claims = stream.claims();
        await().until(() -> stream.texts().size() == 1 && stream.claims() > claims);
        assertThat(stream.end()).isEmpty();
        assertThat(atFirst.sessions()).isEqualTo(1);

        handOver(nodes, 0, 1);
        atSecond.send("stamped by a right clock's node");
        assertThat(atSecond.sessions()).isEqualTo(1);

        handOver(nodes, 1, 0); // It begins to lead with its wrong clock.
        atFirst.send("stamped once more by the wrong clock's node");
        assertThat(atFirst.sessions()).isEqualTo(1);
        Talker.Listening again = atFirst.listen(ByteString.EMPTY);
        await().until(() -> again.texts().size() == 3 && again.claims() > 3);
        assertThat(again.end()).isEmpty();
        assertThat(times(again))
            .isSorted()
            .allSatisfy(
                time ->
                    assertThat(time - System.currentTimeMillis())
                        .isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS));
        assertOffsetIsTold(first, atFirst, warnings);
      }
      assertThat(cluster.fatal).isEmpty();
    }
  }

  private static void handOver(List<Node> nodes, int from, int to) {
    await().until(() -> nodes.get(from).loop().state().serving());
    nodes.get(from).loop().handOver(Optional.of(NodeCluster.name(to)));
    await().until(() -> nodes.get(to).loop().state().serving());
  }

  private static List<Long> times(Talker.Listening stream) {
    return stream.events.stream()
        .filter(SubscribeResponse::hasMessage)
        .map(event -> event.getMessage().getTimeMillis())
        .toList();
  }

  /**
   * To the log, to the metrics, and to whoever asks for the status, as {@code chat doctor} does.
   */
  private void assertOffsetIsTold(Node node, Talker talker, Warnings warnings) {
    assertThat(warnings.texts).anyMatch(text -> text.contains("clock.offset"));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    NodeMetrics.observe(node, registry);
    assertThat(registry.get("chat.clock.offset").gauge().value() * 1000 - aheadMillis.get())
        .isBetween(-1.0 * TOLERANCE_MILLIS, 1.0 * TOLERANCE_MILLIS);
    long told =
        talker.status().stream()
            .filter(one -> one.getName().equals("chat-0"))
            .mapToLong(NodeStatus::getTimeMillis)
            .findFirst()
            .orElseThrow();
    assertThat(told - System.currentTimeMillis() - aheadMillis.get())
        .isBetween(-TOLERANCE_MILLIS, TOLERANCE_MILLIS);
  }

  /** What the cluster's time writes to the log. */
  private static final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("chat.node.host.ClusterTime");
    final List<String> texts = new CopyOnWriteArrayList<>();

    Warnings() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      texts.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
