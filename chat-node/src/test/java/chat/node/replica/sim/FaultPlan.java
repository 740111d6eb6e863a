package chat.node.replica.sim;

import chat.node.replica.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Throws the dice for what happens to the cluster next. */
final class FaultPlan {
  private final Cluster cluster;
  private final Dice dice;
  private final List<Fault> urn = new ArrayList<>();
  private int added;

  FaultPlan(Cluster cluster) {
    this.cluster = cluster;
    this.dice = cluster.dice;
    cluster.profile.weights.forEach(
        (fault, weight) -> {
          for (int i = 0; i < weight; i++) {
            urn.add(fault);
          }
        });
    next();
  }

  private void next() {
    cluster.agenda.after(
        dice.between(1, 2 * cluster.profile.faultEveryMillis),
        () -> {
          if (cluster.faulty) {
            dice.pick(urn).ifPresent(this::commit);
            next();
          }
        });
  }

  private void commit(Fault fault) {
    SimNode node = dice.pick(cluster.nodes()).orElseThrow();
    SimNode other = dice.pick(cluster.nodes()).orElseThrow();
    Optional<SimNode> primary = cluster.primary();
    cluster.trace.add("fault", fault + " " + node.name + " " + other.name);
    switch (fault) {
      case KILL -> cluster.kill(node);
      case KILL_PRIMARY -> primary.ifPresent(cluster::kill);
      case KILL_ALL -> cluster.nodes().forEach(cluster::kill);
      case RESTART -> cluster.restart(node);
      case BOUNCE -> {
        cluster.kill(node);
        cluster.agenda.after(dice.between(0, 30), () -> cluster.restart(node));
      }
      case LOSE_DISK -> cluster.loseDisk(node);
      case SWAP_DISK -> {
        cluster.swapDisk(node);
        cluster.agenda.after(dice.between(0, 30), () -> cluster.restart(node));
      }
      case CUT_ONE_WAY -> cluster.network.cutOneWay(node.name, other.name);
      case CUT -> cluster.cut(node, other);
      case ISOLATE_PRIMARY -> primary.ifPresent(cluster::isolate);
      case SEVER_PRIMARY -> primary.ifPresent(cluster::sever);
      case HEAL_NETWORK -> cluster.network.heal();
      case HIDE_STORE -> cluster.hideStore(node);
      case HIDE_STORE_FROM_PRIMARY -> primary.ifPresent(cluster::hideStore);
      case SHOW_STORE -> cluster.showStore();
      case PAUSE -> node.pause(dice.between(20, 500));
      case PAUSE_PRIMARY -> primary.ifPresent(it -> it.pause(dice.between(20, 500)));
      case SUSPECT_WRONGLY -> cluster.suspect(node, other);
      case PROMOTE_WRONGLY ->
          cluster
              .store
              .now()
              .ifPresent(view -> cluster.controllers.getFirst().promote(view, dice.chance(0.5)));
      case PROMOTION_DUE -> node.hear(new Event.PromotionDue());
      case HAND_OVER ->
          primary.ifPresent(
              it ->
                  it.hear(
                      new Event.HandOverRequested(
                          dice.chance(0.5) ? Optional.of(other.name) : Optional.empty())));
      case LEAVE -> node.hear(new Event.LeaveRequested());
      case END -> end(node);
      case END_ALL -> cluster.nodes().forEach(this::endSoon);
      case COMPACT -> cluster.nodes().forEach(SimNode::compact);
      case ADD_NODE -> add();
      case SHOW_OLD_VIEW ->
          dice.pick(cluster.store.history()).ifPresent(view -> cluster.show(node, view));
      case REPEAT_SNAPSHOT -> node.repeatSnapshot();
    }
  }

  /** All are told within about the time for which a primary keeps who ends. */
  private void endSoon(SimNode node) {
    int boot = node.boot();
    cluster.agenda.after(
        dice.between(0, 6 * cluster.profile.heartbeatMillis),
        () -> {
          if (cluster.faulty && node.isUp() && node.boot() == boot) {
            end(node);
          }
        });
  }

  private void end(SimNode node) {
    if (node.isPaused()) {
      return; // It would end once it wakes, when the faults are over.
    }
    int boot = node.boot();
    node.hear(new Event.EndingBegun());
    if (dice.chance(0.7)) {
      node.hear(new Event.HandOverRequested(Optional.empty()));
    }
    cluster.agenda.after(
        dice.between(10, 300),
        () -> {
          if (cluster.faulty && node.boot() == boot) {
            cluster.kill(node);
          }
        });
  }

  private void add() {
    if (added < cluster.profile.extraNodes && cluster.store.now().isPresent()) {
      added++;
      cluster.addNode();
    }
  }
}
