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
    SortedMap<Long, Reign> reigns,
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
          Encoding.of(member, state, durable, writes, viewRead, donor));
    }

    Node with(ReplicaState next) {
      return new Node(member, boot, next, durable, writes, viewRead, donor, open);
    }

    Disk written() {
      return durable.after(writes);
    }
  }

  record Packet(NodeName from, NodeName to, Message message, Print print)
      implements Comparable<Packet> {
    Packet(NodeName from, NodeName to, Message message) {
      this(from, to, message, Encoding.of(from, to, message));
    }

    @Override
    public String toString() {
      return from + " to " + to + ": " + message;
    }

    @Override
    public int compareTo(Packet other) {
      return print.compareTo(other.print);
    }
  }

  /**
   * A compare-and-set that may land yet. {@code awaited}: its proposer still waits for an answer;
   * if it doesn't, who that was makes no difference any more.
   */
  record Cas(int node, int boot, View next, boolean awaited, Print print)
      implements Comparable<Cas> {
    static final int NOBODY = -1;

    Cas(int node, int boot, View next, boolean awaited) {
      this(node, boot, next, awaited, Encoding.of(next, awaited ? node : NOBODY));
    }

    Cas abandoned() {
      return awaited ? new Cas(NOBODY, 0, next, false) : this;
    }

    @Override
    public int compareTo(Cas other) {
      return print.compareTo(other.print);
    }
  }

  /** Which boot of which node led an epoch. */
  record Reign(int node, int boot) {}

  record Read(long id, int node, long acknowledgedBefore) {}
}
