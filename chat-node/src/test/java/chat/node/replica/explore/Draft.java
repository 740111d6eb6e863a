package chat.node.replica.explore;

import chat.node.replica.Effect;
import chat.node.replica.Entry;
import chat.node.replica.EntryId;
import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.node.replica.Replica;
import chat.node.replica.ReplicaState;
import chat.node.replica.Role;
import chat.node.replica.Step;
import chat.node.replica.Term;
import chat.node.replica.sim.Violation;
import chat.view.Address;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The next world in the making: starts as the one before, and is judged when it is done. */
final class Draft {
  private static final NodeAddresses ADDRESSES =
      new NodeAddresses(new Address("h", 1), new Address("h", 2));

  private final Bounds bounds;
  private final List<World.Node> nodes;
  private final TreeSet<World.Packet> packets;
  Optional<View> view;
  final TreeSet<World.Cas> proposals;
  private final List<Entry> applied;
  private long acknowledged;
  private final List<World.Read> reads;
  private final TreeMap<Long, World.Reign> reigns;
  Spent spent;

  Draft(World world, Bounds bounds) {
    this.bounds = bounds;
    nodes = new ArrayList<>(world.nodes());
    packets = new TreeSet<>(world.packets());
    view = world.view();
    proposals = new TreeSet<>(world.proposals());
    applied = new ArrayList<>(world.applied());
    acknowledged = world.acknowledged();
    reads = new ArrayList<>(world.reads());
    reigns = new TreeMap<>(world.reigns());
    spent = world.spent();
  }

  World.Node node(int i) {
    return nodes.get(i);
  }

  int size() {
    return nodes.size();
  }

  int numberOf(NodeName name) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).member().name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no node " + name);
  }

  void take(World.Packet packet) {
    packets.remove(packet);
  }

  void begin(int i, Member member, int boot, Disk found) {
    ReplicaState recovered =
        Replica.recovered(member, ADDRESSES, found.promise(), found.shape(), found.applied());
    reads.removeIf(read -> read.node() == i);
    Work work =
        new Work(
            i,
            new World.Node(
                member,
                boot,
                recovered,
                found,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    work.carryOut(Replica.start(recovered));
  }

  void step(int i, Event event) {
    new Work(i, nodes.get(i)).step(event);
  }

  void viewReadDone(int i, Optional<View> shown) {
    World.Node node = nodes.get(i);
    long ticket = node.state().viewRead().orElseThrow().ticket();
    Work work = new Work(i, node);
    work.viewRead = Optional.empty();
    work.step(new Event.ViewRead(ticket, shown));
  }

  void fetched(int i, Event event) {
    Work work = new Work(i, nodes.get(i));
    work.donor = Optional.empty();
    work.step(event);
  }

  void readRequested(int i, long id) {
    reads.add(new World.Read(id, i, acknowledged));
    step(i, new Event.ReadRequested(id));
  }

  void compact(int i) {
    World.Node node = nodes.get(i);
    Work work = new Work(i, node);
    long to = node.written().applied();
    EntryId base = node.written().idAt(to);
    work.writes.add(
        new Disk.Write(0, Optional.empty(), Disk.Write.NONE, List.of(), Optional.empty(), 0, to));
    work.step(new Event.LogCompacted(base));
  }

  /** The oldest write that asks for an answer is durable, and all before it. */
  void sync(int i) {
    World.Node node = nodes.get(i);
    int at = 0;
    while (node.writes().get(at).ticket() == 0) {
      at++;
    }
    Work work = new Work(i, node);
    work.durable = node.durable().after(node.writes().subList(0, at + 1));
    work.writes = new ArrayList<>(node.writes().subList(at + 1, node.writes().size()));
    work.step(new Event.Persisted(node.writes().get(at).ticket()));
  }

  World done() {
    proposals.removeIf(
        cas -> !cas.awaited() && view.isPresent() && !view.get().rev().isBelow(cas.next().rev()));
    judge();
    makeCanonical();
    return new World(
        nodes,
        List.copyOf(packets),
        view,
        List.copyOf(proposals),
        applied,
        acknowledged,
        reads,
        reigns,
        spent);
  }

  private void makeCanonical() {
    List<World.Cas> unheard =
        proposals.stream().filter(cas -> cas.awaited() && !isPresent(cas)).toList();
    unheard.forEach(proposals::remove);
    unheard.forEach(cas -> proposals.add(cas.abandoned()));
    for (int i = 0; i < nodes.size(); i++) {
      ReplicaState steady = Canon.withSteadyLearners(nodes.get(i).state());
      if (steady != nodes.get(i).state()) {
        nodes.set(i, nodes.get(i).with(steady));
      }
      if (spent.crashes() >= bounds.most().crashes()) {
        nodes.set(i, Canon.withoutIdleWrites(nodes.get(i)));
      }
      if (bounds.most().reads() > 0
          && nodes.get(i).state().role() instanceof Role.Leading leading) {
        makeNoncesSmall(i, leading.term());
      }
    }
  }

  /** Whether the boot that proposed it goes on, and so hears how it went. */
  private boolean isPresent(World.Cas cas) {
    return nodes.get(cas.node()).boot() == cas.boot();
  }

  private void makeNoncesSmall(int i, Term term) {
    World.Node node = nodes.get(i);
    ReplicaState small = Canon.withSmallNonces(node.state());
    if (!small.equals(node.state())) {
      nodes.set(i, node.with(small));
    }
    for (World.Packet packet : List.copyOf(packets)) {
      Message now = Canon.withSmallNonce(packet.message(), term);
      if (!now.equals(packet.message())) {
        packets.remove(packet);
        packets.add(new World.Packet(packet.from(), packet.to(), now));
      }
    }
  }

  /** Makes the heartbeat that is due the last one that a hand-over waits for. */
  void lastHeartbeat(int i) {
    World.Node node = nodes.get(i);
    nodes.set(i, node.with(Canon.handingOver(node.state(), 1)));
    step(i, new Event.HeartbeatDue());
  }

  private void judge() {
    for (World.Node node : nodes) {
      if (node.state().role() instanceof Role.Leading leading && leading.term().noop() > 0) {
        World.Reign reign = new World.Reign(numberOf(node.member().name()), node.boot());
        World.Reign known = reigns.putIfAbsent(leading.epoch().value(), reign);
        if (known != null && !known.equals(reign)) {
          throw new Violation("epoch " + leading.epoch() + " is led by " + known + " and " + reign);
        }
      }
    }
    if (applied.isEmpty()) {
      return;
    }
    EntryId last = applied.getLast().id();
    for (World.Node node : nodes) {
      if (view.orElseThrow().inSync().contains(node.member()) && !node.durable().covers(last)) {
        throw new Violation(node.member() + " is recorded and lacks " + last + ": " + node);
      }
    }
  }

  private void send(NodeName from, NodeName to, Message message) {
    long underway =
        packets.stream().filter(p -> p.from().equals(from) && p.to().equals(to)).count();
    if (underway < bounds.packetsPerWay()
        && nodes.stream().anyMatch(node -> node.member().name().equals(to))) {
      packets.add(new World.Packet(from, to, message));
    }
  }

  /** One node's turn. */
  private final class Work {
    private final int number;
    private final Member member;
    private final int boot;
    private ReplicaState state;
    private Disk durable;
    private List<Disk.Write> writes;
    private Optional<Optional<View>> viewRead;
    private Optional<NodeName> donor;
    private final List<Long> open;

    Work(int number, World.Node node) {
      this.number = number;
      member = node.member();
      boot = node.boot();
      state = node.state();
      durable = node.durable();
      writes = new ArrayList<>(node.writes());
      viewRead = node.viewRead();
      donor = node.donor();
      open = new ArrayList<>(node.open());
    }

    void step(Event event) {
      carryOut(Replica.step(state, event));
    }

    void carryOut(Step step) {
      state = step.state();
      step.effects().forEach(this::carryOut);
      state = Canon.handingOver(state, Canon.HEARTBEATS_LEFT);
      state = Canon.renumbered(state, writes);
      if (viewRead.isPresent() && !bounds.slowView()) {
        long ticket = state.viewRead().orElseThrow().ticket();
        viewRead = Optional.empty();
        step(new Event.ViewRead(ticket, view));
        return;
      }
      if (!writes.isEmpty() && !bounds.slowDisk()) {
        Disk.Write oldest = writes.removeFirst();
        durable = durable.after(List.of(oldest));
        carryOut(
            oldest.ticket() == 0
                ? new Step(state, List.of())
                : Replica.step(state, new Event.Persisted(oldest.ticket())));
        return;
      }
      if (number == nodes.size()) {
        nodes.add(new World.Node(member, boot, state, durable, writes, viewRead, donor, open));
        return;
      }
      nodes.set(
          number, new World.Node(member, boot, state, durable, writes, viewRead, donor, open));
    }

    private void carryOut(Effect effect) {
      switch (effect) {
        case Effect.Send send -> send(member.name(), send.to(), send.message());
        case Effect.SendEntries send -> sendEntries(send);
        case Effect.Persist persist ->
            writes.add(
                new Disk.Write(
                    persist.ticket(),
                    persist.promise(),
                    persist.truncateFrom().orElse(Disk.Write.NONE),
                    persist.entries(),
                    Optional.empty(),
                    0,
                    Disk.Write.NONE));
        case Effect.InstallSnapshot install ->
            writes.add(
                new Disk.Write(
                    install.ticket(),
                    Optional.empty(),
                    Disk.Write.NONE,
                    List.of(),
                    Optional.of(install.position()),
                    0,
                    Disk.Write.NONE));
        case Effect.DiscardSnapshot _ -> {}
        case Effect.Apply apply -> apply(apply.through());
        case Effect.Admitted admitted -> open.add(admitted.firstIndex());
        case Effect.Rejected _ -> {}
        case Effect.Deposed _ -> open.clear();
        case Effect.ReadReady ready -> ready.reads().forEach(read -> answer(read, ready.index()));
        case Effect.ReadsRejected rejected ->
            reads.removeIf(read -> rejected.reads().contains(read.id()));
        case Effect.ProposeView propose -> {
          View next = propose.next();
          if (next.epoch().value() <= bounds.epochs() && next.rev().value() <= bounds.revs()) {
            World.Cas cas = new World.Cas(number, boot, next, true);
            proposals.add(cas);
          }
        }
        case Effect.ReadView _ -> viewRead = Optional.of(view);
        case Effect.FetchSnapshot fetch -> donor = Optional.of(fetch.donor());
        case Effect.Halt halt -> throw new Violation(member + " halts: " + halt.reason());
      }
    }

    private void sendEntries(Effect.SendEntries send) {
      Disk log = durable.after(writes);
      List<Entry> entries = new ArrayList<>();
      for (long index = send.prev().index() + 1; index <= send.last(); index++) {
        if (!log.holds(index)) {
          return;
        }
        entries.add(log.entry(index));
      }
      send(
          member.name(),
          send.to(),
          new Message.Append(send.epoch(), send.prev(), entries, send.commit()));
    }

    private void apply(long through) {
      Disk log = durable.after(writes);
      for (long index = log.applied() + 1; index <= through; index++) {
        if (!log.holds(index)) {
          throw new Violation(member + " is to apply " + index + ", which isn't in its log");
        }
        Entry entry = log.entry(index);
        if (index > applied.size()) {
          applied.add(entry);
        } else if (!applied.get((int) index - 1).equals(entry)) {
          throw new Violation(member + " applies " + entry + ", others " + applied);
        }
        if (open.remove(index)) {
          acknowledged = Math.max(acknowledged, index);
        }
      }
      if (through > log.applied()) {
        writes.add(
            new Disk.Write(
                0,
                Optional.empty(),
                Disk.Write.NONE,
                List.of(),
                Optional.empty(),
                through,
                Disk.Write.NONE));
      }
    }

    private void answer(long id, long index) {
      for (World.Read read : List.copyOf(reads)) {
        if (read.id() == id) {
          if (index < read.acknowledgedBefore()) {
            throw new Violation(
                member
                    + " answers a read as of "
                    + index
                    + ", "
                    + read.acknowledgedBefore()
                    + " was acknowledged before");
          }
          reads.remove(read);
        }
      }
    }
  }
}
