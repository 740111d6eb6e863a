package chat.controller.host;

import chat.controller.coordinator.Coordinator;
import chat.controller.coordinator.Decision;
import chat.controller.coordinator.Observation;
import chat.view.ClusterId;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into decisions and decisions into views.
 *
 * <p>No decision is made from a cache: each turn reads the view, linearizably, and what it writes
 * is locked on the rev that it read. So any number of loops may run on one store: the first to
 * write wins, the others get CONFLICT, read again and see what they wanted.
 */
public final class ControlLoop implements AutoCloseable {
  /** Why to take a turn. The turn reads everything afresh, so an event carries no facts. */
  private enum Event {
    VIEW_MOVED,
    NODE_CHANGED,
    END
  }

  /** Further events say nothing that the turn for the waiting ones won't see: they are dropped. */
  static final int QUEUE_LIMIT = 64;

  /** How often one turn tries to write, where another wrote first or nobody knows. */
  static final int ATTEMPTS_PER_TURN = 3;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ViewStore store;
  private final NodeProbes probes;
  private final int initialMembers;
  private final Duration interval;
  private final Supplier<ClusterId> freshId;
  private final LoopJournal journal;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final Thread thread = new Thread(this::run, "control-loop");
  private volatile long lastTurnNanos = System.nanoTime();
  private volatile boolean closed;
  private @Nullable AutoCloseable watch;
  private @Nullable Decision last;

  /**
   * @param interval between two turns where nothing happens
   * @param freshId makes the id of a new cluster
   */
  public ControlLoop(
      ViewStore store,
      NodeProbes probes,
      int initialMembers,
      Duration interval,
      Supplier<ClusterId> freshId,
      LoopJournal journal) {
    this.store = store;
    this.probes = probes;
    this.initialMembers = initialMembers;
    this.interval = interval;
    this.freshId = freshId;
    this.journal = journal;
  }

  /** Begins: the probes, the watch and the thread. Called once. */
  public void start() {
    probes.start(() -> wake(Event.NODE_CHANGED));
    watch = store.watch(_ -> wake(Event.VIEW_MOVED));
    thread.start();
  }

  /** How long ago the last turn ended. */
  public Duration sinceLastTurn() {
    return Duration.ofNanos(System.nanoTime() - lastTurnNanos);
  }

  /** Ends the thread after its turn, then the watch and the probes. The store stays open. */
  @Override
  public void close() {
    closed = true;
    wake(Event.END);
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (watch != null) {
        watch.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      journal.storeFailed(e);
    }
    probes.close();
  }

  private void wake(Event event) {
    // A full queue wakes the loop as well as one event more would.
    queue.offer(event);
  }

  private void run() {
    try {
      while (!closed) {
        turn();
        lastTurnNanos = System.nanoTime();
        queue.poll(interval.toNanos(), TimeUnit.NANOSECONDS);
        queue.drainTo(new ArrayList<>(QUEUE_LIMIT));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Observes, decides and writes once; again, a few times, where the write was not the first. */
  void turn() {
    try {
      for (int attempt = 0; attempt < ATTEMPTS_PER_TURN; attempt++) {
        if (observeDecideAndWrite()) {
          return;
        }
      }
    } catch (ViewStoreException e) {
      journal.storeFailed(e);
    }
  }

  /** Whether the turn is over. */
  private boolean observeDecideAndWrite() throws ViewStoreException {
    Optional<View> view = store.read();
    journal.read(view);
    Decision decision =
        Coordinator.decide(new Observation(view, probes.current(), initialMembers), freshId.get());
    if (isNews(decision)) {
      journal.decided(view, decision);
    }
    last = decision;
    return switch (decision) {
      case Decision.FirstView(View next) -> write(next);
      case Decision.Promote(View next, String _) -> write(next);
      case Decision.Wait _ -> true;
      case Decision.Nothing _ -> true;
    };
  }

  /** A first view differs from the one before it by its id at least, and is the same news. */
  private boolean isNews(Decision decision) {
    return !(decision instanceof Decision.FirstView && last instanceof Decision.FirstView)
        && !decision.equals(last);
  }

  private boolean write(View next) throws ViewStoreException {
    return switch (store.compareAndSet(next)) {
      case STORED -> {
        journal.stored(next);
        probes.viewChanged(next.rev());
        yield true;
      }
      case CONFLICT -> {
        journal.notStored(next, true);
        yield false;
      }
      case UNKNOWN -> {
        journal.notStored(next, false);
        yield false;
      }
    };
  }
}
