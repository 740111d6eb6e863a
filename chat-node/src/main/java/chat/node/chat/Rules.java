package chat.node.chat;

/**
 * The versions of the rules by which commands are applied. The state holds the number in force,
 * {@link ClusterCommand.RaiseRules} raises it, and every replica applies a command by the number
 * that stands in the state when the command's turn comes. So replicas of two versions of the
 * program change one state alike.
 *
 * <pre>
 * 1  the rules of the versions before the number was kept
 * 2  a refusal is kept under its request id; the mailbox is full per conversation; memberships that
 *    others make have places of their own; a block ends those that were not accepted
 * </pre>
 *
 * A change of what applying a command does is a new number here, and a branch in the rules.
 */
public final class Rules {
  /** A state that says nothing is of these rules. */
  public static final int FIRST = 1;

  /** Refusals are final; consent to groups; mailboxes per conversation. */
  static final int SETTLED_REFUSALS = 2;

  /** What this program can apply. */
  public static final int NEWEST = SETTLED_REFUSALS;

  private Rules() {}
}
