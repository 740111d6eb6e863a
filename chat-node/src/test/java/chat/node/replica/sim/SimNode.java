package chat.node.replica.sim;

import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.node.replica.Replica;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Step;
import chat.view.Address;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.ViewStore.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One machine: the real core in a host that does what the real host does, in virtual time. */
final class SimNode {
  private static final NodeAddresses ADDRESSES =
      new NodeAddresses(new Address("h", 1), new Address("h", 2));

  final NodeName name;
  private final Cluster cluster;
  private SimDisk disk;
  private @Nullable ReplicaState state;
  private int boot;
  private long pausedUntil;
  private final Deque<Event> inbox = new ArrayDeque<>();
  private final Map<Long, ClientCall> open = new TreeMap<>();
  private long diskFreeAt;
  private long persistedAt;
  boolean reachesStore = true;
  Optional<EntryId> lastSnapshot = Optional.empty();

  SimNode(Cluster cluster, NodeName name, SimDisk disk) {
    this.cluster = cluster;
    this.name = name;
    this.disk = disk;
  }

  SimDisk disk() {
    return disk;
  }

  Member member() {
    return new Member(name, disk.id);
  }

  Optional<ReplicaState> state() {
    return Optional.ofNullable(state);
  }

  boolean isUp() {
    return state != null;
  }

  int boot() {
    return boot;
  }

  boolean isPaused() {
    return cluster.agenda.nowMillis() < pausedUntil;
  }

  boolean leads() {
    return state != null && state.role() instanceof Role.Leading;
  }

  void start() {
    boot++;
    SimDisk.Content found = disk.written();
    ReplicaState recovered =
        Replica.recovered(member(), ADDRESSES, found.promise, found.shape(), found.applied);
    pausedUntil = 0;
    diskFreeAt = 0;
    persistedAt = 0;
    taken(Replica.start(recovered), "start");
    int thisBoot = boot;
    beat(thisBoot);
    promotionTimer(thisBoot);
  }

  void kill() {
    cluster.trace.add(name, "killed");
    state = null;
    boot++;
    inbox.clear();
    open.values().forEach(call -> cluster.clients.unknown(call));
    open.clear();
    disk.crash(cluster.dice);
  }

  void replaceDisk(SimDisk fresh) {
    disk = fresh;
    lastSnapshot = Optional.empty();
  }

  void pause(long millis) {
    cluster.trace.add(name, "paused for " + millis);
    pausedUntil = cluster.agenda.nowMillis() + millis;
    int thisBoot = boot;
    cluster.agenda.at(pausedUntil, () -> drain(thisBoot));
  }

  /** Whatever was delivered meanwhile comes now, timers and all, in its order. */
  private void drain(int ofBoot) {
    if (boot == ofBoot && cluster.agenda.nowMillis() >= pausedUntil) {
      while (!inbox.isEmpty() && boot == ofBoot) {
        step(inbox.remove());
      }
    }
  }

  /** For whatever boot is up. */
  void hear(Event event) {
    hear(boot, event);
  }

  private void hear(int ofBoot, Event event) {
    if (state == null || boot != ofBoot) {
      return;
    }
    if (isPaused() || !inbox.isEmpty()) {
      inbox.add(event);
    } else {
      step(event);
    }
  }

  private void step(Event event) {
    ReplicaState before = state;
    if (before != null) {
      taken(Replica.step(before, event), event);
    }
  }

  private void taken(Step step, Object cause) {
    cluster.trace.add(name, cause, step.effects());
    state = step.state();
    cluster.steps++;
    for (Effect effect : step.effects()) {
      carryOut(effect);
    }
    cluster.oracle.stepped(this, step.state());
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Send send -> {
        noteWord(send.message());
        cluster.network.send(name, send.to(), send.message());
      }
      case Effect.SendEntries send -> sendEntries(send);
      case Effect.Persist persist ->
          sync(
              disk.write(
                  content -> {
                    persist.promise().ifPresent(promise -> content.promise = Optional.of(promise));
                    content.append(persist.truncateFrom(), persist.entries());
                  }),
              persist.ticket());
      case Effect.InstallSnapshot install -> {
        cluster.oracle.installed(this, install.position());
        sync(disk.write(content -> content.install(install.position())), install.ticket());
      }
      case Effect.DiscardSnapshot _ -> {}
      case Effect.Apply apply -> apply(apply.through());
      case Effect.Admitted admitted ->
          cluster.clients.admitted(this, admitted.proposal(), admitted.firstIndex(), open);
      case Effect.Rejected rejected -> cluster.clients.rejected(rejected.proposal());
      case Effect.Deposed _ -> {
        open.values().forEach(call -> cluster.clients.unknown(call));
        open.clear();
      }
      case Effect.ReadReady ready ->
          ready.reads().forEach(read -> cluster.clients.answered(this, read, ready.index()));
      case Effect.ReadsRejected rejected ->
          rejected.reads().forEach(read -> cluster.clients.readRejected(read));
      case Effect.ProposeView propose -> proposeView(propose);
      case Effect.ReadView read -> readView(read);
      case Effect.FetchSnapshot fetch -> fetchSnapshot(fetch.donor());
      case Effect.Halt halt -> throw new Violation(name + " halts: " + halt.reason());
    }
  }

  /** These bind whoever says them. */
  private void noteWord(Message message) {
    switch (message) {
      case Message.Accepted accepted -> cluster.oracle.spoke(this, accepted.epoch());
      case Message.ReadFollowing following -> cluster.oracle.spoke(this, following.epoch());
      case Message.Mismatch mismatch -> cluster.oracle.spoke(this, mismatch.epoch());
      case Message.Append _,
          Message.Refused _,
          Message.ReadRound _,
          Message.Join _,
          Message.Leave _,
          Message.UseSnapshot _,
          Message.Recorded _ -> {}
    }
  }

  private void sendEntries(Effect.SendEntries send) {
    SimDisk.Content log = disk.written();
    long first = send.prev().index() + 1;
    while (first <= send.last() && log.holds(first) && log.holds(send.last())) {
      long last =
          cluster.dice.chance(0.8)
              ? send.last()
              : Math.min(send.last(), first + cluster.dice.between(0, 2));
      List<Entry> part = new ArrayList<>();
      for (long index = first; index <= last; index++) {
        part.add(log.entry(index));
      }
      EntryId prev = first == send.prev().index() + 1 ? send.prev() : log.idAt(first - 1);
      cluster.network.send(
          name, send.to(), new Message.Append(send.epoch(), prev, part, send.commit()));
      first = last + 1;
    }
  }

  private void sync(long write, long ticket) {
    long millis = cluster.dice.between(0, cluster.profile.maxDiskMillis);
    if (cluster.faulty && cluster.dice.chance(cluster.profile.slowDisk)) {
      millis += cluster.dice.between(10, 200);
    }
    diskFreeAt = Math.max(diskFreeAt, cluster.agenda.nowMillis()) + millis;
    persistedAt = Math.max(persistedAt, diskFreeAt + cluster.dice.between(0, 3));
    int thisBoot = boot;
    cluster.agenda.at(
        diskFreeAt,
        () -> {
          if (boot == thisBoot) {
            disk.syncThrough(write);
            cluster.oracle.check();
          }
        });
    cluster.agenda.at(persistedAt, () -> hear(thisBoot, new Event.Persisted(ticket)));
  }

  private void apply(long through) {
    SimDisk.Content content = disk.written();
    for (long index = content.applied + 1; index <= through; index++) {
      if (!content.holds(index)) {
        throw new Violation(name + " is to apply " + index + ", which its log doesn't hold");
      }
      Entry entry = content.entry(index);
      cluster.oracle.applied(this, entry);
      ClientCall call = open.remove(index);
      if (call != null) {
        cluster.clients.acknowledged(this, call, entry);
      }
    }
    if (through > content.applied) {
      disk.write(after -> after.applied = through);
    }
  }

  private void proposeView(Effect.ProposeView propose) {
    int thisBoot = boot;
    Consumer<Outcome> answer =
        outcome ->
            hear(
                thisBoot,
                new Event.ViewProposed(
                    propose.next().rev(), reachesStore ? outcome : Outcome.UNKNOWN));
    if (reachesStore) {
      cluster.store.compareAndSet(propose.next(), answer);
      if (cluster.faulty && cluster.dice.chance(cluster.profile.severedProposer)) {
        cluster.trace.add(name, "is severed while it proposes");
        cluster.sever(this);
      }
    } else {
      cluster.agenda.after(20, () -> answer.accept(Outcome.UNKNOWN));
    }
  }

  private void readView(Effect.ReadView read) {
    int thisBoot = boot;
    if (reachesStore) {
      cluster.store.read(
          view ->
              hear(
                  thisBoot,
                  reachesStore
                      ? new Event.ViewRead(read.ticket(), view)
                      : new Event.ViewReadFailed(read.ticket())));
    } else {
      cluster.agenda.after(20, () -> hear(thisBoot, new Event.ViewReadFailed(read.ticket())));
    }
  }

  private void fetchSnapshot(NodeName donor) {
    int thisBoot = boot;
    int millis = cluster.dice.between(2, 60);
    cluster.agenda.after(
        millis,
        () -> {
          Optional<SimNode> from =
              cluster.node(donor).filter(n -> n.isUp() && cluster.network.connects(name, donor));
          if (from.isEmpty() || (cluster.faulty && cluster.dice.chance(0.1))) {
            hear(thisBoot, new Event.SnapshotFailed());
            return;
          }
          SimDisk.Content content = from.get().disk.written();
          EntryId position = content.idAt(content.applied);
          cluster.agenda.after(
              millis,
              () -> {
                lastSnapshot = Optional.of(position);
                hear(thisBoot, new Event.SnapshotFetched(position));
              });
        });
  }

  /** An old snapshot turns up once more. */
  void repeatSnapshot() {
    lastSnapshot.ifPresent(position -> hear(new Event.SnapshotFetched(position)));
  }

  void compact() {
    if (state == null || isPaused() || !inbox.isEmpty()) {
      return;
    }
    SimDisk.Content content = disk.written();
    long to = content.applied - cluster.dice.between(0, 2);
    if (to > content.base.index()) {
      disk.write(after -> after.compactTo(to));
      hear(new Event.LogCompacted(content.base));
    }
  }

  private void beat(int ofBoot) {
    if (boot == ofBoot) {
      hear(ofBoot, new Event.HeartbeatDue());
      cluster.agenda.after(
          cluster.profile.heartbeatMillis + cluster.dice.between(0, 5), () -> beat(ofBoot));
    }
  }

  private void promotionTimer(int ofBoot) {
    cluster.agenda.after(
        cluster.dice.between(200, 900),
        () -> {
          if (boot == ofBoot) {
            hear(ofBoot, new Event.PromotionDue());
            promotionTimer(ofBoot);
          }
        });
  }
}
