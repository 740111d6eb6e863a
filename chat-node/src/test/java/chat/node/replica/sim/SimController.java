package chat.node.replica.sim;

import chat.node.replica.Role;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A controller: writes the first view, promotes when it believes that the primary is gone. */
final class SimController {
  private static final int PATIENCE_MILLIS = 60;

  private final Cluster cluster;
  private final String id;
  private long patientSince = -1;
  boolean reachesStore = true;

  SimController(Cluster cluster, String id) {
    this.cluster = cluster;
    this.id = id;
    poll();
  }

  private void poll() {
    cluster.agenda.after(
        cluster.profile.pollMillis + cluster.dice.between(0, 10),
        () -> {
          if (reachesStore) {
            cluster.store.read(this::observe);
          }
          poll();
        });
  }

  private void observe(Optional<View> read) {
    if (read.isEmpty()) {
      writeFirst();
      return;
    }
    View view = read.get();
    if (cluster.faulty && cluster.dice.chance(cluster.profile.staleView)) {
      view = cluster.dice.pick(cluster.store.history()).orElse(view);
    }
    boolean hasty = cluster.faulty && cluster.dice.chance(cluster.profile.hastyController);
    if (leads(view)) {
      patientSince = -1;
    } else if (patientSince < 0) {
      patientSince = cluster.agenda.nowMillis();
    }
    boolean lost = patientSince >= 0 && cluster.agenda.nowMillis() - patientSince > PATIENCE_MILLIS;
    if (lost || hasty) {
      patientSince = -1;
      promote(view, hasty);
    }
  }

  /** Rule 0: all initial members answer, and all are empty. */
  private void writeFirst() {
    List<SimNode> initial = cluster.nodes();
    if (initial.size() < cluster.profile.initialNodes
        || initial.stream().anyMatch(n -> !n.isUp() || n.isPaused() || !n.disk().isEmpty())) {
      return;
    }
    TreeSet<Member> members = new TreeSet<>();
    initial.forEach(node -> members.add(node.member()));
    Member primary = cluster.dice.pick(List.copyOf(members)).orElseThrow();
    cas(new View(new ClusterId(id), new Rev(1), new Epoch(1), primary, members, new TreeMap<>()));
  }

  private boolean leads(View view) {
    return cluster
        .node(view.primary().name())
        .filter(node -> node.member().equals(view.primary()) && !node.isPaused())
        .filter(node -> !cluster.network.isSevered(node.name))
        .flatMap(SimNode::state)
        .filter(
            state ->
                (state.role() instanceof Role.Leading leading
                        && leading.epoch().equals(view.epoch()))
                    || (state.disk().promisedEpoch().isBelow(view.epoch()) && !state.ending()))
        .isPresent();
  }

  /** Any member is safe: those that answer are only preferred. */
  void promote(View view, boolean anybody) {
    List<Member> candidates =
        view.inSync().stream()
            .filter(
                member ->
                    anybody
                        || cluster
                            .node(member.name())
                            .filter(node -> node.member().equals(member) && node.isUp())
                            .flatMap(SimNode::state)
                            .filter(state -> !state.ending())
                            .isPresent())
            .toList();
    cluster.dice.pick(candidates).ifPresent(to -> cas(view.promoting(to)));
  }

  private void cas(View next) {
    cluster.trace.add(id, "promotes or begins: " + next.primary() + " in epoch " + next.epoch());
    cluster.store.compareAndSet(
        next, outcome -> cluster.trace.add(id, "was told " + outcome + " of rev " + next.rev()));
  }

  static NodeName name(int number) {
    return new NodeName("n" + number);
  }
}
