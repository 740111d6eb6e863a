package chat.node.chat;

/**
 * What operators did to the cluster, kept in the log for the audit and so that a retry is told from
 * another request. The deed itself is the node's: applying one of these changes nothing else.
 */
public sealed interface ClusterCommand extends Command {

  /** The primary of {@code epoch} was asked to hand over; {@code to} is a node, or empty. */
  record Switchover(Stamp stamp, AccountName scope, String to, long epoch)
      implements ClusterCommand {}

  /**
   * From the next entry on commands apply by these {@link Rules}. The primary submits it once every
   * node that gets the log knows them. No user's request: its scope is only a place holder.
   */
  record RaiseRules(Stamp stamp, int rules) implements ClusterCommand {
    public static final AccountName SCOPE = new AccountName("cluster");

    public RaiseRules {
      if (rules < Rules.FIRST || rules > 0xFF) {
        throw new IllegalArgumentException("no version of the rules: " + rules);
      }
    }

    @Override
    public AccountName scope() {
      return SCOPE;
    }
  }

  /** A backup was begun. */
  record Backup(Stamp stamp, AccountName scope) implements ClusterCommand {}
}
