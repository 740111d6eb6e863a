package chat.node.replica.sim;

import chat.node.replica.Event;
import chat.node.replica.Message;
import chat.view.NodeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Loses, doubles, delays and thereby reorders messages, and is cut in one direction or both. */
final class SimNetwork {
  private record Way(NodeName from, NodeName to) {}

  private final Cluster cluster;
  private final Set<Way> cuts = new HashSet<>();
  private final Map<NodeName, Integer> lateMillis = new HashMap<>();
  private final Set<NodeName> severed = new HashSet<>();
  private boolean faulty = true;

  SimNetwork(Cluster cluster) {
    this.cluster = cluster;
  }

  void cutOneWay(NodeName from, NodeName to) {
    cuts.add(new Way(from, to));
  }

  /** From here on all that it says arrives so much later. */
  void slow(NodeName node, int millis) {
    lateMillis.put(node, millis);
  }

  /** Not even the controllers hear of it; only clients find it. */
  void sever(NodeName node) {
    severed.add(node);
  }

  boolean isSevered(NodeName node) {
    return severed.contains(node);
  }

  void heal() {
    severed.clear();
    cuts.clear();
  }

  /** From here on it delivers everything, once and soon. */
  void behave() {
    faulty = false;
    heal();
  }

  boolean connects(NodeName one, NodeName other) {
    return !cuts.contains(new Way(one, other)) && !cuts.contains(new Way(other, one));
  }

  void send(NodeName from, NodeName to, Message message) {
    Profile profile = cluster.profile;
    Dice dice = cluster.dice;
    if (cuts.contains(new Way(from, to)) || (faulty && dice.chance(profile.loss))) {
      return; // What was sent before a cut may still arrive.
    }
    carry(from, to, message);
    if (faulty && dice.chance(profile.duplicate)) {
      carry(from, to, message);
    }
  }

  private void carry(NodeName from, NodeName to, Message message) {
    long delay = cluster.dice.between(1, cluster.profile.maxNetMillis);
    delay += lateMillis.getOrDefault(from, 0);
    if (faulty && cluster.dice.chance(cluster.profile.longDelay)) {
      delay += cluster.dice.between(20, cluster.profile.longDelayMillis);
    }
    cluster.agenda.after(
        delay,
        () -> cluster.node(to).ifPresent(node -> node.hear(new Event.Received(from, message))));
  }
}
