package chat.node.host;

import chat.node.chat.Command;
import chat.node.chat.CommandCost;
import chat.node.replica.EntryId;
import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.node.replica.NotServing;
import chat.node.replica.Payload;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role.Leading;
import chat.view.Address;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns the core, and its queue. A turn takes all that waits, up to a limit,
 * steps the core with it, and gives what is for the disk to the store as one transaction:
 *
 * <pre>
 *   queue ─► step, step, step ─► (sends go out) ─► one transaction ─► Persisted ─► answers ─► queue
 * </pre>
 *
 * <p>Commands and reads are bounded by {@link LoopLimits}, messages of peers by what their
 * transports let in unanswered; the rest of the queue is what few sources give. A failure of the
 * store, a broken invariant or any surprise ends the loop for good: {@link LoopParts#onFatal}.
 */
public final class ReplicaLoop implements Replication, PeerListener, AutoCloseable {
  private static final Duration COMPACTION_STEP_PAUSE = Duration.ofMillis(20);
  private static final Logger LOG = System.getLogger(ReplicaLoop.class.getName());
  private static final int INPUTS_PER_TURN = 4096;
  private static final String GONE = "the caller left before the command had its turn";

  private final LoopParts parts;
  private final LoopLimits limits;
  private final LinkedBlockingQueue<Input> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger queuedCommands = new AtomicInteger();
  private final AtomicInteger queuedCost = new AtomicInteger();
  private final WaitingBudget waiting;
  private final CommitStall stall;
  private final LifeSigns signs;
  private final ExecutorService answering =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("answers").daemon().factory());
  private final Calls calls;
  private final Machine machine;
  private final ClusterTime time;
  private final FailureDetector detector;
  private final PromotionTimer promotion;
  private final CompactionHold hold;
  private final BarrierWatch barrier;
  private final Listeners listeners = new Listeners();
  private final TurnQueue<TurnOwner, Input.Submit> submits =
      new TurnQueue<>(TurnQueue.GRANT, Input.Submit::owner, Input.Submit::cost);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile Published published;
  private volatile long turnedAt = System.nanoTime();
  private Epoch seededFor = Epoch.ZERO;
  private boolean feedsHaveMore;
  private long heartbeatDue;
  private long compactionDue;

  /** What others see of this node: replaced as a whole after a turn. */
  private record Published(NodeState state, List<Follower> followers) {}

  /** A node that gets the log from this primary. */
  public record Follower(NodeName name, long matchIndex, boolean required, boolean ending) {}

  public ReplicaLoop(LoopParts parts) {
    this.parts = parts;
    this.limits = parts.limits();
    this.calls = new Calls(answering, parts.metrics());
    this.machine = new Machine(parts, calls, queue::add);
    this.waiting = new WaitingBudget(limits.costs().waitingBytes());
    this.stall = new CommitStall(limits.costs().commitPatience());
    this.signs =
        new LifeSigns(
            parts.peers(),
            () -> machine.isInstalling() ? Duration.ZERO : sinceLastTurn(),
            limits.costs().stuckAfter());
    this.time = new ClusterTime(parts.clockMillis(), System::nanoTime);
    long now = System.nanoTime();
    this.detector = new FailureDetector(limits.silence(), limits.ownPause(), now);
    this.promotion =
        new PromotionTimer(limits.promotionWait(), limits.promotionSpread(), parts.randomBelow());
    this.barrier = new BarrierWatch(limits.ownPause(), now);
    this.hold = new CompactionHold(limits.longestHold(), limits.holdGrace());
    this.heartbeatDue = now + limits.heartbeat().toNanos();
    this.compactionDue = now + limits.compactionPause().toNanos();
    this.published = new Published(nodeState(Optional.empty()), List.of());
    this.thread = Thread.ofPlatform().name("replica-loop").unstarted(this::run);
  }

  public void start() {
    thread.start();
    signs.start(limits.heartbeat());
  }

  // ---- what callers may do, on any thread

  @Override
  public CompletableFuture<Committed> submit(
      LongFunction<Command> commandAt, BooleanSupplier gone) {
    CompletableFuture<Committed> answer = new CompletableFuture<>();
    Optional<String> stalled = stall.reason();
    if (stopping) {
      answer.completeExceptionally(new NotServingException(NotServing.HALTED));
    } else if (stalled.isPresent()) {
      answer.completeExceptionally(
          new NotServingException(NotServing.COMMIT_STALLED, stalled.get()));
    } else {
      try {
        Command command = commandAt.apply(parts.clockMillis().getAsLong());
        int bytes = parts.encoding().apply(command).size();
        queue(
            new Input.Submit(
                TurnOwner.of(command),
                commandAt,
                answer,
                System.nanoTime(),
                CommandCost.of(command),
                gone),
            bytes);
      } catch (RuntimeException e) { // The caller's function: the caller's failure.
        answer.completeExceptionally(e);
      }
    }
    return answer;
  }

  /** Counts it in where the queue and the heap have room for it. */
  private void queue(Input.Submit submit, int bytes) {
    CompletableFuture<Committed> answer = submit.answer();
    int most = limits.costs().entryBytes();
    long held = WaitingBudget.heldBy(bytes);
    if (bytes > most) {
      answer.completeExceptionally(new TooLargeException(bytes, most));
      return;
    }
    boolean tooMany = queuedCommands.incrementAndGet() > limits.queuedCommands();
    boolean tooMuch = queuedCost.addAndGet(submit.cost()) > limits.costs().queuedCost();
    if (tooMany || tooMuch || !waiting.take(held)) {
      leaveQueue(submit);
      answer.completeExceptionally(new NotServingException(NotServing.OVERLOADED));
      return;
    }
    var _ = answer.whenComplete((_, _) -> waiting.giveBack(held));
    offer(submit);
  }

  private void leaveQueue(Input.Submit submit) {
    queuedCommands.decrementAndGet();
    queuedCost.addAndGet(-submit.cost());
  }

  @Override
  public CompletableFuture<Long> readBarrier() {
    CompletableFuture<Long> index = new CompletableFuture<>();
    if (stopping) {
      index.completeExceptionally(new NotServingException(NotServing.HALTED));
    } else if (calls.openReads().incrementAndGet() > limits.queuedReads()) {
      calls.openReads().decrementAndGet();
      index.completeExceptionally(new NotServingException(NotServing.OVERLOADED));
    } else {
      offer(new Input.Read(index));
    }
    return index;
  }

  /** A caller that comes while the loop ends is refused by whoever sees it last. */
  private void offer(Input input) {
    queue.add(input);
    if (stopping && !thread.isAlive()) {
      refuseQueued();
    }
  }

  @Override
  public long timeMillis() {
    return time.currentMillis();
  }

  /** How far this node's clock is ahead of the cluster's time. */
  public long clockOffsetMillis() {
    return time.offsetMillis();
  }

  @Override
  public NodeState state() {
    return published.state();
  }

  /** Where this node leads: who gets the log, and how far each is. */
  public List<Follower> followers() {
    return published.followers();
  }

  /** How long ago the loop took up its work last. */
  public Duration sinceLastTurn() {
    return Duration.ofNanos(System.nanoTime() - turnedAt);
  }

  /** Whether the turn under way installs a snapshot, which takes as long as the disk needs. */
  public boolean isInstalling() {
    return machine.isInstalling();
  }

  public int queuedCommands() {
    return queuedCommands.get();
  }

  /** Bytes of heap that commands without an answer hold. */
  public long waitingBytes() {
    return waiting.takenBytes();
  }

  /** Cost of the commands that wait for a turn. */
  public int queuedCost() {
    return queuedCost.get();
  }

  /** Why nothing is committed, while the commit index stands still. */
  public Optional<String> commitStall() {
    return stall.reason();
  }

  public int queuedInputs() {
    return queue.size();
  }

  @Override
  public AutoCloseable onApplied(LongConsumer listener) {
    return listeners.onApplied(listener);
  }

  @Override
  public AutoCloseable onStateChange(Runnable listener) {
    return listeners.onStateChange(listener);
  }

  /** The process is about to end: seek no lead, take nobody out. */
  public void beginEnding() {
    queue.add(new Input.Happened(new Event.EndingBegun()));
  }

  /** Asks this primary to hand over, to {@code to} or to whom it likes. */
  public void handOver(Optional<NodeName> to) {
    queue.add(new Input.Happened(new Event.HandOverRequested(to)));
  }

  /** This member is to leave the in-sync set for good. */
  public void leave() {
    queue.add(new Input.Happened(new Event.LeaveRequested()));
  }

  @Override
  public void received(NodeName from, Message message, Runnable taken) {
    heard(from);
    queue.add(new Input.FromPeer(from, message, taken, System.nanoTime()));
  }

  @Override
  public void heard(NodeName from) {
    detector.heard(from, System.nanoTime());
  }

  @Override
  public void clockTold(NodeName from, long clockMillis) {
    time.told(from, clockMillis);
  }

  @Override
  public void linkUp(NodeName peer) {
    queue.add(new Input.LinkUp(peer));
  }

  @Override
  public void linkBroken(NodeName peer) {
    queue.add(new Input.LinkBroken(peer));
  }

  @Override
  public void linkRefused(NodeName peer) {
    queue.add(new Input.LinkRefused(peer));
  }

  @Override
  public void linkReady(NodeName peer) {
    queue.add(new Input.LinkReady(peer));
  }

  /** Ends the loop and waits for its end. The store stays open. */
  @Override
  public void close() {
    stopping = true;
    queue.add(new Input.LinkReady(parts.self().name())); // Wakes it.
    try {
      if (thread.getState() != Thread.State.NEW && Thread.currentThread() != thread) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parts.view().close();
    refuseQueued();
    answering.shutdown();
  }

  // ---- the loop's thread

  private void run() {
    String fatal = null;
    try {
      parts.view().start(event -> queue.add(new Input.Happened(event)));
      machine.start();
      machine.write();
      time.atLeast(parts.newestTimeMillis().getAsLong());
      List<Input> inputs = new ArrayList<>();
      while (!stopping) {
        await(inputs);
        turn(inputs);
        inputs.clear();
      }
    } catch (Machine.HaltedException e) {
      fatal = e.getMessage();
      LOG.log(Level.ERROR, "halted: {0} {1}", fatal, evidence());
    } catch (StoreFailure e) {
      fatal = "the store failed: " + e.getMessage();
      LOG.log(Level.ERROR, fatal + " " + evidence(), e);
    } catch (RuntimeException | Error e) {
      fatal = "the loop failed: " + e;
      LOG.log(Level.ERROR, fatal + " " + evidence(), e);
    } finally {
      end(fatal);
    }
  }

  private void end(@Nullable String fatal) {
    stopping = true;
    signs.close();
    if (fatal != null) {
      published = new Published(nodeState(Optional.of(fatal)), List.of());
    }
    calls.abandon(NotServing.HALTED);
    submits.drain(this::refuse);
    refuseQueued();
    if (fatal != null) {
      parts.metrics().roleChanged(Role.HALTED);
      listeners.stateChanged();
      parts.onFatal().accept(fatal);
    }
  }

  private void refuseQueued() {
    for (Input input = queue.poll(); input != null; input = queue.poll()) {
      switch (input) {
        case Input.Submit submit -> refuse(submit);
        case Input.Read read -> refuse(read.index());
        case Input.FromPeer message -> message.taken().run();
        case Input.LinkUp _,
            Input.LinkBroken _,
            Input.LinkRefused _,
            Input.LinkReady _,
            Input.Happened _,
            Input.Fetched _ -> {}
      }
    }
  }

  private void refuse(Input.Submit submit) {
    leaveQueue(submit);
    refuse(submit.answer());
  }

  private static void refuse(CompletableFuture<?> caller) {
    caller.completeExceptionally(new NotServingException(NotServing.HALTED));
  }

  private void await(List<Input> inputs) {
    boolean busy = machine.hasWrites() || !submits.isEmpty() || feedsHaveMore;
    long wait = busy ? 0 : Math.max(0, heartbeatDue - System.nanoTime());
    try {
      Input first = wait == 0 ? queue.poll() : queue.poll(wait, TimeUnit.NANOSECONDS);
      if (first != null) {
        inputs.add(first);
        queue.drainTo(inputs, INPUTS_PER_TURN - 1);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the loop", e);
    }
  }

  private void turn(List<Input> inputs) {
    noteTurn();
    long appliedBefore = machine.applied();
    inputs.forEach(this::take);
    long now = System.nanoTime();
    boolean due = now - heartbeatDue >= 0;
    if (due) {
      tick(now);
    }
    propose();
    machine.write();
    feedsHaveMore = machine.feeds().pump();
    stall.look(machine.state(), now);
    calls.flush();
    if (due) {
      watchBarrier(now);
    }
    if (machine.applied() > appliedBefore) {
      listeners.applied(machine.applied());
    }
    publish();
    if (now - compactionDue >= 0) {
      compact(now);
    }
  }

  /**
   * Turns follow each other by a heartbeat at most, unless one is slow or this process is stopped.
   */
  private void noteTurn() {
    long now = System.nanoTime();
    long since = now - turnedAt;
    turnedAt = now;
    if (since > limits.ownPause().toNanos()) {
      LOG.log(Level.INFO, "{0} ms since the last turn of the loop", since / 1_000_000);
    }
  }

  private void take(Input input) {
    switch (input) {
      case Input.Submit submit -> submits.add(submit);
      case Input.Read read -> machine.step(new Event.ReadRequested(calls.requested(read)));
      case Input.FromPeer message -> receive(message);
      case Input.LinkUp up -> {
        machine.feeds().drop(up.peer());
        machine.step(detector.connected(up.peer(), System.nanoTime()));
      }
      case Input.LinkBroken broken -> machine.feeds().drop(broken.peer());
      case Input.LinkRefused refused ->
          detector.refused(refused.peer(), System.nanoTime()).ifPresent(this::judge);
      case Input.LinkReady _ -> {} // The turn's end pumps.
      case Input.Happened happened -> machine.step(happened.event());
      case Input.Fetched fetched -> machine.snapshotReady(fetched.snapshot());
    }
  }

  private void receive(Input.FromPeer message) {
    detector.taken(message.from(), message.arrivedNanos()).ifPresent(this::judge);
    machine.step(new Event.Received(message.from(), message.message()));
    message.taken().run();
  }

  private void judge(Event event) {
    LOG.log(Level.INFO, "{0}", event);
    machine.step(event);
  }

  private void tick(long now) {
    heartbeatDue = now + limits.heartbeat().toNanos();
    for (Event event : detector.check(now)) {
      judge(event);
      if (event instanceof Event.Suspected suspected) {
        parts.peers().reset(suspected.node());
      }
    }
    time.tick();
    machine.step(new Event.HeartbeatDue());
    ReplicaState state = machine.state();
    boolean candidate = state.hasLostPrimary() && state.isInSync();
    if (promotion.isDue(candidate, state.view().map(View::rev).orElse(Rev.ZERO), now)) {
      LOG.log(Level.INFO, "nobody took over from the lost primary: trying");
      machine.step(new Event.PromotionDue());
    }
  }

  /** The question goes the way of every read, past its limit: it is one at a time. */
  private void watchBarrier(long now) {
    boolean late = barrier.isLate();
    barrier.check(machine.state().isServing(), now).ifPresent(this::askBarrier);
    if (late != barrier.isLate()) {
      LOG.log(
          late ? Level.INFO : Level.WARNING,
          "read_barrier.{0} limit_ms={1,number,#}",
          late ? "passes" : "late",
          BarrierWatch.LONGEST.toMillis());
    }
  }

  private void askBarrier(CompletableFuture<Long> index) {
    calls.openReads().incrementAndGet();
    machine.step(new Event.ReadRequested(calls.requested(new Input.Read(index))));
  }

  /** Makes one proposal of what waits, within the limits of a turn. */
  private void propose() {
    if (stall.reason().isPresent()) {
      refuseStalled(stall.reason().get());
    }
    if (submits.isEmpty() || machine.isApplying() || !seedTime()) {
      return;
    }
    List<Input.Submit> batch = new ArrayList<>();
    List<Payload> payloads = new ArrayList<>();
    long bytes = 0;
    long cost = 0;
    while (!submits.isEmpty()
        && batch.size() < limits.turnCommands()
        && bytes < limits.turnBytes()
        && cost < limits.costs().turnCost()) {
      Input.Submit submit = submits.poll().orElseThrow();
      leaveQueue(submit);
      if (submit.gone().getAsBoolean()) {
        calls.fail(submit.answer(), new NotServingException(NotServing.OVERLOADED, GONE));
        continue;
      }
      try {
        Payload payload = parts.encoding().apply(submit.commandAt().apply(time.stampMillis()));
        batch.add(submit);
        payloads.add(payload);
        bytes += payload.size();
        cost += submit.cost();
      } catch (RuntimeException e) { // The caller's function: the caller's failure.
        calls.fail(submit.answer(), e);
      }
    }
    if (!batch.isEmpty()) {
      parts.metrics().proposed(batch.size(), bytes);
      machine.step(new Event.Proposed(calls.proposed(batch), payloads));
    }
  }

  /** They would only wait behind entries that nothing commits. */
  private void refuseStalled(String reason) {
    submits.drain(
        submit -> {
          leaveQueue(submit);
          calls.fail(submit.answer(), new NotServingException(NotServing.COMMIT_STALLED, reason));
        });
  }

  /**
   * A new epoch's stamps begin no earlier than those of all entries before it. False while some of
   * those wait for a later slice.
   */
  private boolean seedTime() {
    if (machine.state().isServing()
        && machine.state().role() instanceof Leading leading
        && !leading.epoch().equals(seededFor)) {
      machine.write(); // Everything before the epoch is committed; now it is applied, too.
      if (machine.isApplying()) {
        return false;
      }
      time.atLeast(parts.newestTimeMillis().getAsLong());
      seededFor = leading.epoch();
    }
    return true;
  }

  /** While old entries remain the next step comes soon: under load the log must not outrun it. */
  private void compact(long now) {
    boolean somebodyCatchesUp = followers().stream().anyMatch(follower -> !follower.required());
    Optional<EntryId> base = parts.store().compact(hold.at(now, somebodyCatchesUp));
    base.ifPresent(behind -> machine.step(new Event.LogCompacted(behind)));
    compactionDue =
        now + (base.isPresent() ? COMPACTION_STEP_PAUSE : limits.compactionPause()).toNanos();
  }

  private void publish() {
    NodeState before = published.state();
    NodeState after = nodeState(Optional.empty());
    if (after.serving() && !before.serving()) {
      time.tick(); // Every required member told its clock before it acknowledged anything.
    }
    published = new Published(after, followersOf(machine.state()));
    boolean viewMoved = !before.view().map(View::rev).equals(after.view().map(View::rev));
    if (viewMoved) {
      after.view().ifPresent(this::reach);
    }
    if (before.role() != after.role()) {
      LOG.log(
          Level.INFO,
          "role {0} -> {1}: epoch {2}, position {3}, committed {4}, view {5}",
          before.role(),
          after.role(),
          after.promise(),
          after.lastEpoch() + "." + after.lastIndex(),
          after.commitIndex(),
          after.view().map(v -> v.rev() + " in sync " + v.inSync()).orElse("none"));
      parts.metrics().roleChanged(after.role());
    }
    if (viewMoved
        || before.role() != after.role()
        || before.serving() != after.serving()
        || before.lostPrimary() != after.lostPrimary()
        || !before.leader().equals(after.leader())
        || before.ending() != after.ending()
        || before.promise() != after.promise()) {
      listeners.stateChanged();
    }
  }

  private void reach(View view) {
    Map<NodeName, Address> others = new TreeMap<>();
    Set<NodeName> inSync = view.inSync().stream().map(Member::name).collect(Collectors.toSet());
    view.addresses()
        .forEach(
            (name, addresses) -> {
              if (inSync.contains(name) && !name.equals(parts.self().name())) {
                others.put(name, addresses.peer());
              }
            });
    parts.peers().reach(others);
    detector.expect(
        view.inSync().stream()
            .map(Member::name)
            .filter(name -> !name.equals(parts.self().name()))
            .toList(),
        System.nanoTime());
  }

  private NodeState nodeState(Optional<String> halted) {
    return NodeStates.of(machine.state(), machine.applied(), !barrier.isLate(), halted);
  }

  private static List<Follower> followersOf(ReplicaState state) {
    if (!(state.role() instanceof Leading leading)) {
      return List.of();
    }
    var required = leading.term().required();
    return leading.term().followers().values().stream()
        .map(
            f ->
                new Follower(
                    f.member().name(), f.match(), required.contains(f.member()), f.ending()))
        .toList();
  }

  private String evidence() {
    return "[" + nodeState(Optional.empty()) + ", " + calls.admittedCount() + " calls open]";
  }
}
