package chat.node.app;

import chat.node.host.Place;
import chat.node.host.ReplicaLoop;
import chat.node.host.ReplicaLoop.Follower;
import chat.node.host.Replication.NodeState;
import chat.node.host.Replication.Role;
import chat.view.Member;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * What a node does for the others before it ends, each with its bound; all bounds together leave
 * half of a pod's 30 seconds of grace for closing.
 *
 * <pre>
 *   SIGTERM ─► say so, ask the place ─► leads? hand over ─► wanted no more? leave for good    ─► close
 *                                                          └► else wait until it is let go ──┘
 * </pre>
 *
 * <p>A node that only restarts is taken out of the in-sync set, too, while it still acknowledges:
 * so nobody waits for it once it is gone. Where all end together, the primary takes nobody out, and
 * nobody waits to be. A place that can't be asked counts as one that is wanted.
 */
final class Ending {
  private static final Logger LOG = System.getLogger(Node.class.getName());

  /** A primary gives a hand-over up when nobody can take over yet; then it is asked again. */
  static final int HAND_OVER_TRIES = 4;

  static final Duration HAND_OVER_TRY = Duration.ofSeconds(1);
  static final Duration PLACE_PATIENCE = Duration.ofSeconds(3);

  /**
   * What a hand-over waits for the place's answer, at most. It writes the view where the place is
   * asked, and calls wait for it: so another request goes first, while calls are still answered.
   */
  static final Duration HAND_OVER_DELAY = Duration.ofMillis(500);

  static final Duration LEAVE_PATIENCE = Duration.ofSeconds(10);

  /** A primary lets go of a member after half a second, and must write the view for it. */
  static final Duration LET_GO_PATIENCE = Duration.ofSeconds(3);

  /** Whoever was chosen as the next primary, by one that didn't know, hands over once more. */
  private static final int LET_GO_ROUNDS = 2;

  /** Whatever comes together: no bound above goes beyond this one. */
  static final Duration ALL_PATIENCE = Duration.ofSeconds(15);

  /** How the followers are is no change of state, which listeners are told of: it is looked at. */
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ReplicaLoop loop;
  private final Member self;
  private final Place place;
  private final long began = System.nanoTime();

  Ending(ReplicaLoop loop, Member self, Place place) {
    this.loop = loop;
    this.self = self;
    this.place = place;
  }

  /** Returns once the others need this node no more, or the bounds are over. */
  void begin() {
    loop.beginEnding();
    awaits(NodeState::ending, HAND_OVER_TRY); // What came before is done: does it lead now?
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    Thread.ofVirtual().name("place").start(() -> ask(gone));
    awaits(now -> gone.isDone() || !leads(now), HAND_OVER_DELAY);
    handOver();
    if (isGoneForGood(gone)) {
      leave();
    } else {
      awaitLetGo();
    }
  }

  private static boolean isGoneForGood(CompletableFuture<Boolean> gone) {
    try {
      return gone.get(PLACE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "nobody says whether this node is wanted: taken for a restart", e);
    }
    return false;
  }

  private void ask(CompletableFuture<Boolean> gone) {
    try {
      gone.complete(place.isGoneForGood());
    } catch (RuntimeException e) {
      gone.completeExceptionally(e);
    }
  }

  private void handOver() {
    for (int i = 0; i < HAND_OVER_TRIES && leads(loop.state()) && hasSuccessor(); i++) {
      loop.handOver(Optional.empty());
      if (awaits(now -> !leads(now) || !hasSuccessor(), HAND_OVER_TRY) && !leads(loop.state())) {
        LOG.log(Level.INFO, "handed over");
        return;
      }
    }
    if (leads(loop.state())) {
      LOG.log(Level.INFO, "nobody takes over: this node ends as the primary");
    }
  }

  /** Whether a member stays: where all end together, nobody takes over. */
  private boolean hasSuccessor() {
    List<Follower> followers = loop.followers();
    if (followers.isEmpty()) { // It leads in a moment, and knows of nobody yet how he is.
      return loop.state().view().map(view -> view.inSync().size() > 1).orElse(false);
    }
    return followers.stream().anyMatch(follower -> follower.required() && !follower.ending());
  }

  /** While it still acknowledges, whoever leads takes it out; a lost or ending primary won't. */
  private void awaitLetGo() {
    for (int i = 0; i < LET_GO_ROUNDS && !leads(loop.state()); i++) {
      if (!awaits(now -> !isMember(now) || now.leader().isEmpty() || leads(now), LET_GO_PATIENCE)) {
        LOG.log(
            Level.INFO, "still in the in-sync set after {0}: going all the same", LET_GO_PATIENCE);
      }
      if (!leads(loop.state())) {
        return;
      }
      handOver();
    }
  }

  /** Rule 3, on request: whoever leads takes this member out. The last member stays in. */
  private void leave() {
    if (!isMember(loop.state())) {
      return;
    }
    LOG.log(Level.INFO, "this node is scaled away: leaving the in-sync set");
    loop.leave();
    LOG.log(
        Level.INFO,
        awaits(now -> !isMember(now), LEAVE_PATIENCE)
            ? "left the in-sync set"
            : "still in the in-sync set after " + LEAVE_PATIENCE + ": the others take it out");
  }

  private boolean isMember(NodeState state) {
    return state.view().map(view -> view.inSync().contains(self)).orElse(false);
  }

  private static boolean leads(NodeState state) {
    return state.role() == Role.PRIMARY || state.role() == Role.RECOVERING;
  }

  private boolean awaits(Predicate<NodeState> condition, Duration patience) {
    long from = System.nanoTime();
    long nanos = Math.min(patience.toNanos(), began + ALL_PATIENCE.toNanos() - from);
    try {
      while (!condition.test(loop.state())) {
        if (System.nanoTime() - from >= nanos) {
          return false;
        }
        Thread.sleep(LOOK);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
