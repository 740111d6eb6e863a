package chat.node.app;

import chat.node.host.LoopMetrics;
import chat.node.host.ReplicaLoop;
import chat.node.host.Replication;
import chat.view.NodeName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What Prometheus sees. */
final class NodeMetrics implements LoopMetrics {
  private final Timer commits;
  private final Timer durableWrites;
  private final Timer otherWrites;
  private final DistributionSummary batches;
  private final Counter roleChanges;

  NodeMetrics(MeterRegistry registry) {
    this.commits =
        Timer.builder("chat.commit.latency")
            .description("From taking a command in to its being applied on this primary")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(5),
                Duration.ofMillis(10),
                Duration.ofMillis(25),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(1000),
                Duration.ofMillis(5000))
            .register(registry);
    this.durableWrites = write(registry, "true");
    this.otherWrites = write(registry, "false");
    this.batches =
        DistributionSummary.builder("chat.batch.commands")
            .description("Commands in one proposal")
            .register(registry);
    this.roleChanges =
        Counter.builder("chat.role.changes")
            .description("Changes of this node's role")
            .register(registry);
  }

  private static Timer write(MeterRegistry registry, String durable) {
    return Timer.builder("chat.store.write")
        .description("One transaction of the store; durable ones include the fsync")
        .tag("durable", durable)
        .serviceLevelObjectives(
            Duration.ofNanos(500_000),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(500))
        .register(registry);
  }

  /** Gauges that look at the node when asked. */
  static void observe(Node node, MeterRegistry registry) {
    ReplicaLoop loop = node.loop();
    Gauge.builder(
            "chat.insync.members",
            loop,
            l -> l.state().view().map(view -> view.inSync().size()).orElse(0))
        .register(registry);
    Gauge.builder(
            "chat.epoch",
            loop,
            l -> l.state().view().map(view -> (double) view.epoch().value()).orElse(0.0))
        .register(registry);
    for (Replication.Role role : Replication.Role.values()) {
      Gauge.builder("chat.role", loop, l -> l.state().role() == role ? 1 : 0)
          .tag("role", role.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    Gauge.builder("chat.log.position", loop, l -> l.state().lastIndex()).register(registry);
    Gauge.builder("chat.commit.position", loop, l -> l.state().commitIndex()).register(registry);
    Gauge.builder("chat.applied.position", loop, l -> l.state().appliedIndex()).register(registry);
    Gauge.builder("chat.clock.offset", loop, l -> l.clockOffsetMillis() / 1000.0)
        .description("How far this node's clock is ahead of the cluster's time")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("chat.queue.commands", loop, ReplicaLoop::queuedCommands).register(registry);
    Gauge.builder("chat.queue.cost", loop, ReplicaLoop::queuedCost).register(registry);
    Gauge.builder("chat.waiting.bytes", loop, ReplicaLoop::waitingBytes)
        .description("Heap that commands without an answer hold")
        .register(registry);
    Gauge.builder("chat.commit.stalled", loop, l -> l.commitStall().isPresent() ? 1 : 0)
        .description("1: the commit index stands still, and new writes are refused")
        .register(registry);
    Gauge.builder("chat.queue.inputs", loop, ReplicaLoop::queuedInputs).register(registry);
    Gauge.builder("chat.links.queued.bytes", node.links(), l -> l.queuedBytes()).register(registry);
    Gauge.builder("chat.links.lost.messages", node.links(), l -> l.lost()).register(registry);
    gaugesOfReads(node, registry);
    Gauge.builder("chat.failovers", node.history(), RoleHistory::failovers).register(registry);
    Gauge.builder("chat.snapshot.received.bytes", node.receiving(), r -> r.receivedBytes())
        .register(registry);
    Gauge.builder("chat.snapshot.expected.bytes", node.receiving(), r -> r.expectedBytes())
        .register(registry);
    for (NodeName peer : node.config().peers().keySet()) {
      if (!peer.equals(node.config().name())) {
        Gauge.builder("chat.follower.lag", loop, l -> lag(l, peer))
            .description("Entries that a follower is behind this primary; -1: not known")
            .tag("follower", peer.value())
            .register(registry);
      }
    }
  }

  private static void gaugesOfReads(Node node, MeterRegistry registry) {
    Gauge.builder("chat.reads.queued", node, n -> n.clientLoad().readsQueued())
        .description("Reads that wait for one of the threads that read")
        .register(registry);
    FunctionCounter.builder("chat.reads.interrupted", node, n -> n.clientLoad().readsInterrupted())
        .description("Reads that took too long, or whose caller went while they ran")
        .register(registry);
    FunctionCounter.builder("chat.reads.refused", node, n -> n.clientLoad().readsRefused())
        .description("Reads that were turned away")
        .register(registry);
    FunctionCounter.builder("chat.reads.dropped", node, n -> n.clientLoad().readsDropped())
        .description("Reads that were not begun because their caller was gone")
        .register(registry);
    Gauge.builder("chat.answers.bytes", node, n -> n.clientLoad().answersBytes())
        .description("Of answers to reads that have not left this node yet")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("chat.subscriptions", node, n -> n.clientLoad().subscriptions())
        .description("Open streams of messages")
        .register(registry);
    Gauge.builder("chat.connections", node, n -> n.clientLoad().connections())
        .description("Open connections to the clients' port")
        .register(registry);
    FunctionCounter.builder(
            "chat.connections.refused", node, n -> n.clientLoad().connectionsRefused())
        .description("Connections that were closed at once, as one too many")
        .register(registry);
  }

  private static double lag(ReplicaLoop loop, NodeName peer) {
    long last = loop.state().lastIndex();
    return loop.followers().stream()
        .filter(follower -> follower.name().equals(peer) && follower.matchIndex() >= 0)
        .mapToLong(follower -> Math.max(0, last - follower.matchIndex()))
        .findFirst()
        .orElse(-1);
  }

  @Override
  public void committed(long nanos) {
    commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void wrote(long nanos, int changes, boolean durable) {
    (durable ? durableWrites : otherWrites).record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void proposed(int commands, long bytes) {
    batches.record(commands);
  }

  @Override
  public void roleChanged(Replication.Role role) {
    roleChanges.increment();
  }
}
