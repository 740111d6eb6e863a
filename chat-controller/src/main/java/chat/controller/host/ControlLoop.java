package chat.controller.host;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Coordinator;
import chat.controller.coordinator.Decision;
import chat.controller.coordinator.Observation;
import chat.view.ClusterId;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns events into decisions and decisions into views.
 *
 * <p>No decision is made from a cache: before it writes, a turn reads the view, linearizably, and
 * what it writes is locked on the rev that it read. So any number of loops may run on one store:
 * the first to write wins, the others get CONFLICT, read again and see what they wanted. An {@link
 * Election} spares them the race, and no more.
 */
public final class ControlLoop implements AutoCloseable {
  /** Why to take a turn. The turn looks at everything afresh, so an event carries no facts. */
  private enum Event {
    VIEW_MOVED,
    NODE_CHANGED,
    ELECTION_CHANGED,
    END
  }

  /** Further events say nothing that the turn for the waiting ones won't see: they are dropped. */
  static final int QUEUE_LIMIT = 64;

  /** How often one turn tries to write, where another wrote first or nobody knows. */
  static final int ATTEMPTS_PER_TURN = 3;

  /** With a view nobody asks how many members a new cluster would begin with. */
  private static final int NOT_ASKED = 1;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ViewStore store;
  private final NodeProbes probes;
  private final InitialMembers initialMembers;
  private final Election election;
  private final LoopTimes times;
  private final Supplier<ClusterId> freshId;
  private final LoopJournal journal;
  private final LongSupplier nanos;
  private final Attention attention;
  private final Deference deference;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
  private final Thread thread = new Thread(this::run, "control-loop");
  private volatile long lastTurnNanos = System.nanoTime();
  private volatile Rev moved = Rev.ZERO;
  private volatile boolean closed;
  private @Nullable AutoCloseable watch;
  private @Nullable Decision last;
  private @Nullable Long troubledSinceNanos;

  /**
   * @param freshId makes the id of a new cluster
   */
  public ControlLoop(
      ViewStore store,
      NodeProbes probes,
      InitialMembers initialMembers,
      Election election,
      LoopTimes times,
      Supplier<ClusterId> freshId,
      LoopJournal journal) {
    this(store, probes, initialMembers, election, times, freshId, journal, System::nanoTime);
  }

  ControlLoop(
      ViewStore store,
      NodeProbes probes,
      InitialMembers initialMembers,
      Election election,
      LoopTimes times,
      Supplier<ClusterId> freshId,
      LoopJournal journal,
      LongSupplier nanos) {
    this.store = store;
    this.probes = probes;
    this.initialMembers = initialMembers;
    this.election = election;
    this.times = times;
    this.freshId = freshId;
    this.journal = journal;
    this.nanos = nanos;
    this.attention = new Attention(times.recheck());
    this.deference = new Deference(times.patience());
  }

  /** Begins: the probes, the watch, the election and the thread. Called once. */
  public void start() {
    probes.start(() -> wake(Event.NODE_CHANGED));
    watch = store.watch(this::viewMoved);
    election.start(() -> wake(Event.ELECTION_CHANGED));
    thread.start();
  }

  /** How long ago the last turn ended. */
  public Duration sinceLastTurn() {
    return Duration.ofNanos(System.nanoTime() - lastTurnNanos);
  }

  /**
   * Ends the thread after its turn, then gives up the election, then ends the watch and the probes.
   * The store stays open.
   */
  @Override
  public void close() {
    closed = true;
    wake(Event.END);
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      election.close();
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

  private void viewMoved(View view) {
    moved = view.rev();
    wake(Event.VIEW_MOVED);
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
        queue.poll(times.interval().toNanos(), TimeUnit.NANOSECONDS);
        queue.drainTo(new ArrayList<>(QUEUE_LIMIT));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where there is a reason to: reads, decides and writes once; again, a few times, where the write
   * was not the first.
   */
  void turn() {
    if (!attention.calls(moved, probes.current(), nanos.getAsLong())) {
      return;
    }
    try {
      for (int attempt = 0; attempt < ATTEMPTS_PER_TURN; attempt++) {
        if (observeDecideAndWrite()) {
          return;
        }
      }
    } catch (ViewStoreException | IOException e) {
      attention.forget();
      journal.storeFailed(e);
    }
  }

  /** Whether the turn is over. */
  private boolean observeDecideAndWrite() throws ViewStoreException, IOException {
    Rev told = moved;
    Optional<View> view = store.read();
    journal.read(view);
    int initial = view.isPresent() ? NOT_ASKED : initialMembers.count();
    SortedMap<NodeName, Contact> nodes = probes.current();
    Decision decision = Coordinator.decide(new Observation(view, nodes, initial), freshId.get());
    long now = nanos.getAsLong();
    boolean news = isNews(decision);
    if (news) {
      journal.decided(view, decision);
    }
    last = decision;
    attention.looked(told, view, nodes, decision, now);
    return switch (decision) {
      case Decision.FirstView(View next) -> writeOrLeave(view, next, "a new cluster begins", news);
      case Decision.Promote(View next, String why) -> writeOrLeave(view, next, why, news);
      case Decision.Wait _ -> {
        deference.over();
        troubled(now);
        yield true;
      }
      case Decision.Nothing _ -> {
        deference.over();
        troubledSinceNanos = null;
        yield true;
      }
    };
  }

  /** A first view differs from the one before it by its id at least, and is the same news. */
  private boolean isNews(Decision decision) {
    return !(decision instanceof Decision.FirstView && last instanceof Decision.FirstView)
        && !decision.equals(last);
  }

  private boolean writeOrLeave(Optional<View> before, View next, String why, boolean news)
      throws ViewStoreException {
    long now = nanos.getAsLong();
    long since = troubled(now);
    if (deference.mayWrite(election.isHolder(), now)) {
      return write(before, next, why, since);
    }
    if (news) {
      journal.leftToTheHolder(next);
    }
    return true;
  }

  private boolean write(Optional<View> before, View next, String why, long since)
      throws ViewStoreException {
    attention.forget();
    return switch (store.compareAndSet(next)) {
      case STORED -> {
        deference.over();
        troubledSinceNanos = null;
        journal.stored(before, next, why, Duration.ofNanos(nanos.getAsLong() - since));
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

  /** When it was first seen that not all is well. */
  private long troubled(long nowNanos) {
    if (troubledSinceNanos == null) {
      troubledSinceNanos = nowNanos;
    }
    return troubledSinceNanos;
  }
}
