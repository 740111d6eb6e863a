package chat.node.replica.explore;

import chat.node.replica.Entry;
import chat.node.replica.Message;
import chat.node.replica.ReplicaState;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.View;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One state of everything. {@code applied} is what anybody applied, in order; {@code acknowledged}
 * the last of it that a client was told of.
 */
record World(
    List<Node> nodes,
    List<Packet> packets,
    Optional<View> view,
    List<Cas> proposals,
    List<Entry> applied,
    long acknowledged,
    List<Read> reads,
    SortedMap<Long, String> reigns,
    Spent spent) {

  World {
    nodes = List.copyOf(nodes);
    packets = List.copyOf(packets);
    proposals = List.copyOf(proposals);
    applied = List.copyOf(applied);
    reads = List.copyOf(reads);
    reigns = new TreeMap<>(reigns);
  }

  /**
   * @param writes given out and not durable, oldest first
   * @param viewRead what a read of the view that is under way would have shown when it began
   * @param donor whose snapshot was asked for
   * @param open log indexes of calls that wait for their answer
   */
  record Node(
      Member member,
      int boot,
      ReplicaState state,
      Disk durable,
      List<Disk.Write> writes,
      Optional<Optional<View>> viewRead,
      Optional<NodeName> donor,
      List<Long> open,
      Print print) {
    Node(
        Member member,
        int boot,
        ReplicaState state,
        Disk durable,
        List<Disk.Write> writes,
        Optional<Optional<View>> viewRead,
        Optional<NodeName> donor,
        List<Long> open) {
      this(
          member,
          boot,
          state,
          durable,
          List.copyOf(writes),
          viewRead,
          donor,
          List.copyOf(open),
          Print.of(member.toString() + boot + state + durable + writes + viewRead + donor + open));
    }

    Disk written() {
      return durable.after(writes);
    }
  }

  record Packet(NodeName from, NodeName to, Message message, Print print)
      implements Comparable<Packet> {
    Packet(NodeName from, NodeName to, Message message) {
      this(from, to, message, Print.of(from + ">" + to + message));
    }

    @Override
    public int compareTo(Packet other) {
      return print.compareTo(other.print);
    }
  }

  /**
   * A compare-and-set that may land yet. {@code awaited}: its proposer still waits for an answer.
   */
  record Cas(int node, int boot, View next, boolean awaited) {}

  record Read(long id, int node, long acknowledgedBefore) {}

  /** How often what is bounded has happened. */
  record Spent(
      int proposals,
      int reads,
      int crashes,
      int lostDisks,
      int compactions,
      int handOvers,
      int leaves,
      int duplicates) {}

  /** Two worlds with the same print are taken for one: 128 bits make a mistake unlikely. */
  Print print() {
    StringBuilder text = new StringBuilder(400);
    nodes.forEach(node -> text.append(node.print));
    packets.forEach(packet -> text.append(packet.print));
    text.append(view).append(proposals).append(applied).append(acknowledged);
    text.append(reads).append(reigns).append(spent);
    return Print.of(text);
  }
}
