package chat.node.host;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells the peers that this process lives, on a thread that does no other work: a long turn of the
 * loop delays no sign. A loop that has made no turn for {@code stuckAfter} is taken for stuck, and
 * the signs end until it turns again, so that the peers give the node up.
 */
final class LifeSigns implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LifeSigns.class.getName());

  private final Peers peers;
  private final Supplier<Duration> sinceLastTurn;
  private final Duration stuckAfter;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("life-signs").daemon().factory());
  private boolean silent;

  /**
   * @param sinceLastTurn of the loop; zero while it does what may take any time
   */
  LifeSigns(Peers peers, Supplier<Duration> sinceLastTurn, Duration stuckAfter) {
    this.peers = peers;
    this.sinceLastTurn = sinceLastTurn;
    this.stuckAfter = stuckAfter;
  }

  void start(Duration period) {
    var _ = timer.scheduleWithFixedDelay(this::give, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One sign, unless the loop is stuck. */
  void give() {
    Duration since = sinceLastTurn.get();
    boolean stuck = since.compareTo(stuckAfter) > 0;
    if (stuck && !silent) {
      LOG.log(
          Level.ERROR,
          "the loop has made no turn for {0} s: no more signs of life to the peers",
          since.toSeconds());
    }
    silent = stuck;
    if (!stuck) {
      try {
        peers.keepAlive();
      } catch (RuntimeException e) { // The timer would end without a word.
        LOG.log(Level.WARNING, "a sign of life could not be sent", e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
