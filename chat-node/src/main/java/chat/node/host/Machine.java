package chat.node.host;

import chat.node.replica.Effect;
import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.node.replica.Replica;
import chat.node.replica.ReplicaState;
import chat.node.replica.Step;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The core with its hands: steps it and carries out what it asks for. Sends go out as they are
 * asked for; what is for the disk waits for {@link #write}, so that many steps share a transaction.
 * Belongs to the loop's thread.
 */
final class Machine {
  private static final Logger LOG = System.getLogger(ReplicaLoop.class.getName());

  /** A transaction that takes this long is worth a line: everybody who waits, waits for it. */
  private static final Duration SLOW_WRITE = Duration.ofMillis(500);

  private final LoopParts parts;
  private final Calls calls;
  private final Consumer<Input> queue;
  private final Writes writes = new Writes();
  private final TailCache tail;
  private final Feeds feeds;
  private final ApplySlices slices;
  private ReplicaState state;
  private SnapshotFetcher.@Nullable Fetched fetched;
  private volatile boolean installing;
  private long committedThrough;
  private long applied;
  private long toApply;

  Machine(LoopParts parts, Calls calls, Consumer<Input> queue) {
    this.parts = parts;
    this.calls = calls;
    this.queue = queue;
    this.tail = new TailCache(parts.limits().tailBytes());
    this.feeds = new Feeds(parts.peers(), tail, parts.store(), parts.limits().messageBytes());
    this.slices = new ApplySlices(tail, parts.applyCost(), parts.limits().costs());
    Store.Recovered found = parts.store().recovered();
    this.state =
        Replica.recovered(
            parts.self(), parts.addresses(), found.promise(), found.log(), found.appliedIndex());
    this.applied = found.appliedIndex();
    this.committedThrough = applied;
  }

  ReplicaState state() {
    return state;
  }

  long applied() {
    return applied;
  }

  /** Whether committed entries wait for a later slice. */
  boolean isApplying() {
    return toApply > applied;
  }

  Feeds feeds() {
    return feeds;
  }

  /** Any thread may ask. */
  boolean isInstalling() {
    return installing;
  }

  boolean hasWrites() {
    return !writes.isEmpty();
  }

  void start() {
    carryOut(Replica.start(state));
  }

  void step(Event event) {
    carryOut(Replica.step(state, event));
  }

  /** The core is told of a snapshot that lies ready; its answer says what becomes of the file. */
  void snapshotReady(SnapshotFetcher.Fetched snapshot) {
    discardSnapshot();
    fetched = snapshot;
    step(new Event.SnapshotFetched(snapshot.position()));
  }

  private void carryOut(Step step) {
    state = step.state();
    for (Effect effect : step.effects()) {
      carryOut(effect);
    }
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Send send -> send(send);
      case Effect.SendEntries range -> feeds.add(range);
      case Effect.Persist persist -> persist(persist);
      case Effect.InstallSnapshot install -> writes.install(install.ticket(), install.position());
      case Effect.DiscardSnapshot _ -> discardSnapshot();
      case Effect.Apply apply -> {
        committedThrough = Math.max(committedThrough, apply.through());
        writes.apply(apply.through());
      }
      case Effect.Admitted admitted -> calls.admitted(admitted.proposal(), admitted.firstIndex());
      case Effect.Rejected rejected -> calls.rejected(rejected.proposal(), rejected.reason());
      case Effect.Deposed deposed -> {
        LOG.log(Level.INFO, "deposed: epoch {0} is over here", deposed.epoch());
        feeds.dropAll();
        calls.deposed(committedThrough, "this node leads epoch " + deposed.epoch() + " no more");
      }
      case Effect.ReadReady ready -> calls.readsReady(ready.reads(), ready.index(), applied);
      case Effect.ReadsRejected rejected ->
          calls.readsRejected(rejected.reads(), rejected.reason());
      case Effect.ProposeView propose -> parts.view().propose(propose.next());
      case Effect.ReadView read -> parts.view().read(read.ticket());
      case Effect.FetchSnapshot fetch -> fetch(fetch);
      case Effect.Halt halt -> throw new HaltedException(halt.reason());
    }
  }

  private void send(Effect.Send send) {
    boolean heartbeat =
        send.message() instanceof Message.Append append && append.entries().isEmpty();
    if (!heartbeat || !feeds.isFeeding(send.to())) {
      parts.peers().send(send.to(), send.message());
    }
  }

  private void persist(Effect.Persist persist) {
    persist.truncateFrom().ifPresent(tail::truncateFrom);
    tail.append(persist.entries());
    writes.persist(persist);
  }

  private void fetch(Effect.FetchSnapshot fetch) {
    LOG.log(Level.INFO, "fetching a snapshot from {0}", fetch.donor());
    var _ =
        parts
            .snapshots()
            .fetch(fetch.donor())
            .whenComplete(
                (snapshot, failure) -> {
                  if (snapshot != null) {
                    queue.accept(new Input.Fetched(snapshot));
                  } else {
                    LOG.log(Level.WARNING, "no snapshot from {0}: {1}", fetch.donor(), failure);
                    queue.accept(new Input.Happened(new Event.SnapshotFailed()));
                  }
                });
  }

  /** Carries out all that waits for the disk, and tells the core. */
  void write() {
    for (Writes.Work work : writes.take()) {
      switch (work) {
        case Writes.Work.Transaction transaction -> write(transaction);
        case Writes.Work.Install install -> install(install);
      }
    }
  }

  private void write(Writes.Work.Transaction transaction) {
    if (!transaction.changes().isEmpty()) {
      long began = System.nanoTime();
      ApplySlices.Slice slice = slices.of(transaction.changes(), applied);
      toApply = Math.max(toApply, slice.wanted());
      List<Store.Applied> results = parts.store().write(slice.changes());
      long took = System.nanoTime() - began;
      parts.metrics().wrote(took, transaction.changes().size(), transaction.isDurable());
      if (took > SLOW_WRITE.toNanos()) {
        LOG.log(
            Level.WARNING,
            "the disk took {0} ms for a transaction of {1} changes",
            took / 1_000_000,
            transaction.changes().size());
      }
      if (!results.isEmpty()) {
        applied = results.getLast().index();
        int inSync = state.view().map(view -> view.inSync().size()).orElse(0);
        calls.applied(results, inSync);
        calls.advanced(applied);
      }
      if (slice.leavesSome()) {
        writes.apply(slice.wanted());
      }
    }
    transaction.tickets().forEach(ticket -> step(new Event.Persisted(ticket)));
  }

  private void install(Writes.Work.Install install) {
    SnapshotFetcher.Fetched snapshot = fetched;
    if (snapshot == null || !snapshot.position().equals(install.position())) {
      throw new HaltedException(
          "asked to install a snapshot of " + install.position() + ", there is " + snapshot);
    }
    installing = true;
    parts.store().install(snapshot.file(), snapshot.position());
    installing = false;
    tail.clear();
    applied = install.position().index();
    committedThrough = applied;
    toApply = applied;
    calls.installed(applied);
    LOG.log(Level.INFO, "installed the snapshot of {0}", install.position());
    discardSnapshot();
    step(new Event.Persisted(install.ticket()));
  }

  private void discardSnapshot() {
    SnapshotFetcher.Fetched old = fetched;
    fetched = null;
    if (old != null) {
      try {
        Files.deleteIfExists(old.file());
      } catch (IOException e) {
        LOG.log(Level.WARNING, "a snapshot that is not needed stays behind: {0}", e.getMessage());
      }
    }
  }

  /** The core stopped for good. */
  static final class HaltedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HaltedException(String reason) {
      super(reason);
    }
  }
}
