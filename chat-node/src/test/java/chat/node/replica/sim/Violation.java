package chat.node.replica.sim;

/** An invariant of the cluster is broken. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Violation(String what) {
    super(what);
  }
}
