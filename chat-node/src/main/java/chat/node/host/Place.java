package chat.node.host;

/** Where a node runs, as whoever runs it knows. */
public interface Place {
  /** A node that comes back whenever it ends: a process of a machine. */
  Place LASTING = () -> false;

  /**
   * Whether this node isn't wanted any more, so that its end is for good. May block for as long as
   * the client's limits say; what can't be learned is a no.
   */
  boolean isGoneForGood();
}
