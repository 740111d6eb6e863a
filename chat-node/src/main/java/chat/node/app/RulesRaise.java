package chat.node.app;

import chat.node.chat.ClusterCommand.RaiseRules;
import chat.node.chat.Command.Stamp;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.chat.Rules;
import chat.node.host.ReplicaLoop;
import chat.node.host.Replication.Committed;
import chat.node.host.Replication.NodeState;
import chat.view.Member;
import chat.view.NodeName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * On the primary, raises the {@link Rules} in force to the newest version that every node knows
 * which gets the log: members of the in-sync set, and learners. A node says in its Hello which
 * version it knows; one without a link counts as knowing none. So during an upgrade the old rules
 * stay in force until the last old node is gone, and a new cluster begins with the newest.
 */
final class RulesRaise implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Logger LOG = System.getLogger(RulesRaise.class.getName());

  private final ReplicaLoop loop;
  private final NodeName self;
  private final int known;
  private final ToIntFunction<NodeName> knownBy;
  private final IntSupplier inForce;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("rules-raise").daemon().factory());
  private boolean newest;

  /**
   * @param known the version that this node knows
   * @param knownBy that which another node knows; 0 where there is no link to it
   * @param inForce the version by which commands apply; asked on this object's thread
   */
  RulesRaise(
      ReplicaLoop loop,
      NodeName self,
      int known,
      ToIntFunction<NodeName> knownBy,
      IntSupplier inForce) {
    this.loop = loop;
    this.self = self;
    this.known = known;
    this.knownBy = knownBy;
    this.inForce = inForce;
  }

  void start() {
    loop.onStateChange(this::soon);
    timer.scheduleWithFixedDelay(this::tried, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void soon() {
    try {
      timer.execute(this::tried);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the node ends: the rules stay as they are");
    }
  }

  /** A failure is told, and the next try comes: no rules are lost by it. */
  private void tried() {
    try {
      tryNow();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the rules in force can''t be told: {0}", e.getMessage());
    }
  }

  private void tryNow() {
    NodeState state = loop.state();
    if (newest || !state.serving()) {
      return;
    }
    int now = inForce.getAsInt();
    newest = now >= known;
    int common = commonTo(state);
    if (common > now) {
      Fingerprint fingerprint = Fingerprint.of("raise rules", Integer.toString(common));
      RequestId id = new RequestId(UUID.randomUUID());
      loop.submit(time -> new RaiseRules(new Stamp(id, fingerprint, time), common))
          .whenComplete((committed, failed) -> report(common, committed, failed));
    }
  }

  private int commonTo(NodeState state) {
    Set<NodeName> others = new TreeSet<>();
    state.view().ifPresent(view -> view.inSync().stream().map(Member::name).forEach(others::add));
    loop.followers().forEach(follower -> others.add(follower.name()));
    others.remove(self);
    int common = known;
    for (NodeName other : others) {
      common = Math.min(common, knownBy.applyAsInt(other));
    }
    return common;
  }

  private static void report(int rules, @Nullable Committed committed, @Nullable Throwable failed) {
    if (committed != null) {
      LOG.log(
          Level.INFO,
          "from position {0} on commands apply by version {1} of the rules",
          committed.answer().position(),
          rules);
    } else {
      LOG.log(Level.INFO, "the rules were not raised to {0}: {1}", rules, failed);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
