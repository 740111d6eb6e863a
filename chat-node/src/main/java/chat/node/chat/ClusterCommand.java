package chat.node.chat;

/**
 * What operators did to the cluster, kept in the log for the audit and so that a retry is told from
 * another request. The deed itself is the node's: applying one of these changes nothing else.
 */
public sealed interface ClusterCommand extends Command {

  /** The primary of {@code epoch} was asked to hand over; {@code to} is a node, or empty. */
  record Switchover(Stamp stamp, AccountName scope, String to, long epoch)
      implements ClusterCommand {}

  /** A backup was begun. */
  record Backup(Stamp stamp, AccountName scope) implements ClusterCommand {}
}
