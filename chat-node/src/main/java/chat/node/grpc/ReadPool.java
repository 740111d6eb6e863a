package chat.node.grpc;

import chat.node.host.ReadBounds;
import chat.node.host.ReadCutException;
import chat.node.replica.NotServing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The few platform threads that read the stored state. SQLite blocks its thread, and a virtual one
 * would keep its carrier; so no other thread of the clients' port reads.
 *
 * <pre>
 *   read ─► line of its owner ─► the owners in turn, each within its share ─► thread ─► answer
 *             │ full                │ waited too long, or its caller is gone     │ interrupted: its
 *             └─► OVERLOADED        └─► OVERLOADED, not started                  └─► time is over
 * </pre>
 *
 * <p>A read of an answer's size is started only when the budget has room for the answer.
 */
final class ReadPool implements AutoCloseable {
  /** How large a read is, and whether it may be turned away. */
  enum Kind {
    /** A row or a few, for a call; turned away where the line is full. */
    LOOK_UP(false, false),
    /** As large as an answer may be, for a call; turned away where the line is full. */
    ANSWER(true, false),
    /** As large, for a stream: it has one read at a time, and waits as long as it takes. */
    PAGE(true, true),
    /** Small, for a stream, the node itself or work that a call leaves behind; waits likewise. */
    WAKE(false, true);

    private final boolean large;
    private final boolean patient;

    Kind(boolean large, boolean patient) {
      this.large = large;
      this.patient = patient;
    }
  }

  /** Until reads that wait for something else than a thread are looked at again. */
  private static final long LOOK_AGAIN_MILLIS = 100;

  private final ReadPoolLimits limits;
  private final ByteBudget budget;

  /** Owners with something to do, the one whose turn is next first. */
  private final LinkedHashMap<ReadOwner, Line> lines = new LinkedHashMap<>();

  private final LongAdder interrupted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private long asked;
  private int queued;
  private int strangersQueued;
  private int strangersRunning;
  private int returningQueued;
  private int returningRunning;
  private volatile boolean closed;

  /**
   * What one owner asked, with a queue for each kind: a read that waits for bytes holds up no read
   * that needs none, and in each queue the first read has waited longest.
   */
  private static final class Line {
    private final EnumMap<Kind, Deque<Work<?>>> queues = new EnumMap<>(Kind.class);
    int running;

    void add(Work<?> work) {
      queueOf(work).add(work);
    }

    void remove(Work<?> first) {
      queueOf(first).remove();
    }

    private Deque<Work<?>> queueOf(Work<?> work) {
      return queues.computeIfAbsent(work.who.kind(), _ -> new ArrayDeque<>());
    }

    int size() {
      return queues.values().stream().mapToInt(Deque::size).sum();
    }

    boolean isOver() {
      return running == 0 && size() == 0;
    }

    List<Work<?>> all() {
      List<Work<?>> all = new ArrayList<>();
      queues.values().forEach(all::addAll);
      return all;
    }

    /** The first of each kind, the one that has waited longest first. */
    List<Work<?>> firsts() {
      List<Work<?>> firsts = new ArrayList<>();
      for (Deque<Work<?>> queue : queues.values()) {
        if (!queue.isEmpty()) {
          firsts.add(queue.getFirst());
        }
      }
      firsts.sort(Comparator.comparingLong(work -> work.number));
      return firsts;
    }

    void removeAbandoned(List<Work<?>> abandoned) {
      queues
          .values()
          .forEach(
              queue -> queue.removeIf(work -> work.who.life().isOver() && abandoned.add(work)));
    }
  }

  ReadPool(ReadPoolLimits limits, ByteBudget budget) {
    this.limits = limits;
    this.budget = budget;
    budget.onRoom(this::wake);
    for (int i = 0; i < limits.threads(); i++) {
      Thread.ofPlatform().daemon().name("chat-reads-" + i).start(this::workUntilClosed);
    }
  }

  /** Runs the question on one of the threads; fails as {@link Failures#of} knows. */
  <T> CompletableFuture<T> run(ReadFor who, Callable<T> question) {
    Work<T> work = new Work<>(who, question);
    List<Work<?>> abandoned = new ArrayList<>();
    Optional<Failure> refusal = offer(work, abandoned);
    abandoned.forEach(Work::drop);
    return refusal.map(Failures::<T>failed).orElse(work.answer);
  }

  private synchronized Optional<Failure> offer(Work<?> work, List<Work<?>> abandoned) {
    if (closed) {
      return Optional.of(new Failure.Ending());
    }
    ReadOwner owner = work.who.owner();
    if (!work.who.kind().patient && isFull(owner)) {
      removeAbandoned(abandoned);
      if (isFull(owner)) {
        refused.increment();
        return Optional.of(new Failure.NotTaken(NotServing.OVERLOADED));
      }
    }
    work.number = asked++;
    lines.computeIfAbsent(owner, _ -> new Line()).add(work);
    count(owner, 1);
    notify();
    return Optional.empty();
  }

  private boolean isFull(ReadOwner owner) {
    Line line = lines.get(owner);
    int own = line == null ? 0 : line.size();
    if (queued >= limits.queued()) {
      return true;
    }
    return switch (owner) {
      case ReadOwner.Account _, ReadOwner.Forwarded _ -> own >= limits.queuedOfOwner();
      case ReadOwner.Stranger _ ->
          strangersQueued >= limits.queuedOfStrangers()
              || (owner.isSomebody() && own >= limits.queuedOfOwner());
      case ReadOwner.Returning _ ->
          returningQueued >= limits.queuedOfReturning()
              || (owner.isSomebody() && own >= limits.queuedOfReturningAddress());
      case ReadOwner.WholeState _, ReadOwner.Node _ -> false;
    };
  }

  private void count(ReadOwner owner, int more) {
    queued += more;
    strangersQueued += owner instanceof ReadOwner.Stranger ? more : 0;
    returningQueued += owner instanceof ReadOwner.Returning ? more : 0;
  }

  private void countRunning(ReadOwner owner, int more) {
    strangersRunning += owner instanceof ReadOwner.Stranger ? more : 0;
    returningRunning += owner instanceof ReadOwner.Returning ? more : 0;
  }

  /** Calls that ended while they waited leave their places to others. */
  private void removeAbandoned(List<Work<?>> abandoned) {
    int before = abandoned.size();
    for (Line line : lines.values()) {
      line.removeAbandoned(abandoned);
    }
    lines.values().removeIf(Line::isOver);
    abandoned.subList(before, abandoned.size()).forEach(work -> count(work.who.owner(), -1));
  }

  private synchronized void wake() {
    notifyAll();
  }

  private void workUntilClosed() {
    for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
      next.get().run();
    }
  }

  /** What to do next; waits for it. Empty once the pool is closed. */
  private synchronized Optional<Runnable> take() {
    while (!closed) {
      Optional<Runnable> next = next();
      if (next.isPresent()) {
        return next;
      }
      try {
        wait(queued > 0 ? LOOK_AGAIN_MILLIS : 0);
      } catch (InterruptedException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Of the first owner that may run one more; the owner goes to the end. */
  private Optional<Runnable> next() {
    for (Map.Entry<ReadOwner, Line> entry : lines.entrySet()) {
      for (Work<?> first : entry.getValue().firsts()) {
        boolean late = first.isLate();
        Optional<ByteBudget.Held> bytes =
            late
                ? Optional.of(ByteBudget.NOTHING)
                : mayRun(entry.getKey(), entry.getValue()) ? bytesFor(first) : Optional.empty();
        if (bytes.isPresent()) {
          return Optional.of(begin(first, entry.getValue(), bytes.get(), late));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<ByteBudget.Held> bytesFor(Work<?> work) {
    return switch (work.who.kind()) {
      case LOOK_UP, WAKE -> Optional.of(ByteBudget.NOTHING);
      case ANSWER -> budget.tryTake(work.who.owner(), limits.answerBytes());
      case PAGE -> budget.tryTakeForStream(work.who.owner(), limits.answerBytes());
    };
  }

  private boolean mayRun(ReadOwner owner, Line line) {
    return switch (owner) {
      case ReadOwner.Account _, ReadOwner.Forwarded _ -> line.running < limits.runningOfOwner();
      case ReadOwner.Stranger _ ->
          line.running < limits.runningOfOwner()
              && strangersRunning < limits.runningOfStrangers()
              && isThreadLeftForSessions();
      case ReadOwner.Returning _ ->
          returningRunning < limits.runningOfStrangers() && isThreadLeftForSessions();
      case ReadOwner.WholeState _, ReadOwner.Node _ -> line.running < 1;
    };
  }

  /** Whoever has shown a session finds a thread, however many others ask. */
  private boolean isThreadLeftForSessions() {
    return strangersRunning + returningRunning < limits.threads() - 1;
  }

  private Runnable begin(Work<?> work, Line line, ByteBudget.Held bytes, boolean late) {
    ReadOwner owner = work.who.owner();
    line.remove(work);
    count(owner, -1);
    line.running++;
    countRunning(owner, 1);
    lines.remove(owner);
    lines.put(owner, line);
    return () -> {
      try {
        if (late) {
          work.drop();
        } else {
          work.run(bytes);
        }
      } finally {
        ended(owner, line);
      }
    };
  }

  private synchronized void ended(ReadOwner owner, Line line) {
    line.running--;
    countRunning(owner, -1);
    if (line.isOver()) {
      lines.remove(owner);
    }
    notify(); // An owner that was at its share may run one more.
  }

  /** Reads that wait. */
  synchronized int queued() {
    return queued;
  }

  /** Reads that were interrupted because they took too long, or because their caller went. */
  long interrupted() {
    return interrupted.sum();
  }

  /** Reads that were turned away. */
  long refused() {
    return refused.sum();
  }

  /** Reads that were not started because their caller was gone. */
  long dropped() {
    return dropped.sum();
  }

  /** Refuses what waits, and interrupts what runs. */
  @Override
  public void close() {
    List<Work<?>> waiting = new ArrayList<>();
    synchronized (this) {
      closed = true;
      lines.values().forEach(line -> waiting.addAll(line.all()));
      lines.clear();
      queued = 0;
      notifyAll();
    }
    waiting.forEach(work -> work.fail(new Failure.Ending().asException()));
  }

  /** One read. */
  private final class Work<T> implements ReadBounds {
    final CompletableFuture<T> answer = new CompletableFuture<>();
    final ReadFor who;
    private final Callable<T> question;

    /** Guarded by the pool: reads are numbered in the order in which they were asked. */
    private long number;

    private final long askedNanos = System.nanoTime();
    private final long longestNanos;
    private volatile long begunNanos;

    Work(ReadFor who, Callable<T> question) {
      this.who = who;
      this.question = question;
      this.longestNanos =
          (who.owner() instanceof ReadOwner.WholeState ? limits.wholeState() : limits.query())
              .toNanos();
    }

    /** Not worth beginning any more. */
    boolean isLate() {
      return who.life().isOver()
          || (!who.kind().patient
              && System.nanoTime() - askedNanos > limits.longestWait().toNanos());
    }

    @Override
    public Optional<Cut> cut() {
      if (closed || who.life().isOver()) {
        return Optional.of(Cut.CALLER_GONE);
      }
      return System.nanoTime() - begunNanos > longestNanos
          ? Optional.of(Cut.TOO_EXPENSIVE)
          : Optional.empty();
    }

    /** The bytes are the answer's from now on, and given back here where there is none. */
    void run(ByteBudget.Held bytes) {
      begunNanos = System.nanoTime();
      T found;
      try {
        found = ScopedValue.where(CURRENT, this).call(question::call);
      } catch (Throwable e) {
        bytes.close();
        if (e instanceof ReadCutException) {
          interrupted.increment();
        }
        fail(e);
        return;
      }
      if (who.kind().large) {
        who.life().hold(bytes);
      }
      answer.complete(found);
    }

    /** Without having been begun. */
    void drop() {
      (who.life().isOver() ? dropped : refused).increment();
      fail(new Failure.NotTaken(NotServing.OVERLOADED).asException());
    }

    void fail(Throwable why) {
      answer.completeExceptionally(
          why instanceof RuntimeException ? why : new CompletionException(why));
    }
  }
}
