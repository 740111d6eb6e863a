package chat.node.replica.sim;

import chat.node.replica.Event;
import chat.node.replica.ReplicaState;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.StorageId;
import chat.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The whole: nodes, network, view store, controllers and clients. The faults are its verbs. */
final class Cluster {
  private static final int DETECTION_MILLIS = 40;
  private static final int WATCH_MILLIS = 150;

  final Dice dice;
  final Profile profile;
  final Agenda agenda = new Agenda();
  final Trace trace = new Trace(agenda);
  final Oracle oracle = new Oracle(this);
  final SimNetwork network = new SimNetwork(this);
  final SimViewStore store = new SimViewStore(this);
  final SimClients clients = new SimClients(this);
  final List<SimController> controllers = new ArrayList<>();
  private final Map<NodeName, SimNode> nodes = new TreeMap<>();
  private final Map<NodeName, SimDisk> attic = new TreeMap<>();
  private int disks;
  boolean faulty = true;
  long steps;

  Cluster(Dice dice, Profile profile) {
    this.dice = dice;
    this.profile = profile;
    for (int i = 0; i < profile.initialNodes; i++) {
      addNode();
    }
    controllers.add(new SimController(this, "c1"));
    controllers.add(new SimController(this, "c2"));
    clients.start(profile.clients);
    watchAll();
    detectAll();
  }

  List<SimNode> nodes() {
    return List.copyOf(nodes.values());
  }

  Optional<SimNode> node(NodeName name) {
    return Optional.ofNullable(nodes.get(name));
  }

  SimNode node(int number) {
    return node(SimController.name(number)).orElseThrow();
  }

  Optional<SimNode> primary() {
    return store.now().flatMap(view -> node(view.primary().name()));
  }

  void run(long millis) {
    agenda.runUntil(agenda.nowMillis() + millis);
  }

  void addNode() {
    NodeName name = SimController.name(nodes.size() + 1);
    SimNode node = new SimNode(this, name, freshDisk());
    nodes.put(name, node);
    node.start();
  }

  private SimDisk freshDisk() {
    return new SimDisk(new StorageId("d" + ++disks));
  }

  void kill(SimNode node) {
    if (node.isUp()) {
      node.kill();
    }
  }

  void restart(SimNode node) {
    if (!node.isUp()) {
      oracle.started(node);
      node.start();
      if (dice.chance(0.5)) {
        nodes().forEach(other -> tell(other, node, true));
      }
    }
  }

  /** Kills the node and takes its disk away, if somebody recorded has everything without it. */
  void loseDisk(SimNode node) {
    if (store.staysRecordedWithout(node.member(), this::intact)) {
      kill(node);
      trace.add(node.name, "loses its disk");
      node.replaceDisk(freshDisk());
    }
  }

  /** The node comes up on another disk; swapped again, on the one that it had. */
  void swapDisk(SimNode node) {
    if (store.now().isPresent()) {
      kill(node);
      SimDisk had = node.disk();
      SimDisk other = attic.remove(node.name);
      node.replaceDisk(other != null ? other : freshDisk());
      attic.put(node.name, had);
      trace.add(node.name, "is now " + node.member() + " instead of " + had.id);
    }
  }

  /** The disk of this member, in its machine or out of it, unless it is lost. */
  Optional<SimDisk> intact(Member member) {
    return node(member.name())
        .map(SimNode::disk)
        .filter(disk -> disk.id.equals(member.storageId()))
        .or(
            () ->
                Optional.ofNullable(attic.get(member.name()))
                    .filter(disk -> disk.id.equals(member.storageId())));
  }

  /** Cut off from everybody but the clients. */
  void sever(SimNode node) {
    isolate(node);
    hideStore(node);
    network.sever(node.name);
  }

  void cut(SimNode one, SimNode other) {
    network.cutOneWay(one.name, other.name);
    network.cutOneWay(other.name, one.name);
  }

  void isolate(SimNode node) {
    nodes().stream().filter(other -> other != node).forEach(other -> cut(node, other));
  }

  void hideStore(SimNode from) {
    from.reachesStore = false;
  }

  void showStore() {
    nodes().forEach(node -> node.reachesStore = true);
    controllers.forEach(controller -> controller.reachesStore = true);
  }

  void suspect(SimNode by, SimNode whom) {
    by.hear(new Event.Suspected(whom.name));
  }

  /** All faults end; everybody is up and reaches everybody. */
  void heal() {
    trace.add("cluster", "heals");
    faulty = false;
    network.behave();
    store.behave();
    showStore();
    nodes().stream()
        .filter(node -> node.state().map(ReplicaState::ending).orElse(false))
        .forEach(this::kill);
    for (SimNode node : nodes()) {
      SimDisk away = attic.get(node.name);
      boolean missed =
          away != null
              && store.now().orElseThrow().inSync().contains(new Member(node.name, away.id));
      if (missed) {
        swapDisk(node);
      }
    }
    nodes().stream().filter(node -> !node.isUp()).forEach(this::restart);
    clients.stop();
  }

  void viewChanged(View view) {
    trace.add("view", view);
    for (SimNode node : nodes.values()) {
      if (!faulty || !dice.chance(profile.staleView)) {
        show(node, view);
      }
    }
  }

  void show(SimNode node, View view) {
    if (node.reachesStore) {
      agenda.after(dice.between(1, 20), () -> node.hear(new Event.ViewSeen(view)));
    }
  }

  /** The watch repairs itself: sooner or later it shows what is. */
  private void watchAll() {
    agenda.after(
        WATCH_MILLIS,
        () -> {
          store.now().ifPresent(view -> nodes.values().forEach(node -> show(node, view)));
          watchAll();
        });
  }

  private void detectAll() {
    agenda.after(
        DETECTION_MILLIS,
        () -> {
          for (SimNode by : nodes.values()) {
            for (SimNode whom : nodes.values()) {
              boolean heard =
                  whom.isUp() && !whom.isPaused() && network.connects(by.name, whom.name);
              if (by != whom && by.isUp() && (heard ? dice.chance(0.7) : dice.chance(0.4))) {
                tell(by, whom, heard);
              }
            }
          }
          detectAll();
        });
  }

  /** The detector speaks up only where its mind changes. */
  private void tell(SimNode by, SimNode whom, boolean heard) {
    boolean suspected =
        by.state().map(state -> state.suspected().contains(whom.name)).orElse(heard);
    if (suspected == heard || (heard && dice.chance(0.01))) {
      by.hear(heard ? new Event.Trusted(whom.name) : new Event.Suspected(whom.name));
    }
  }
}
