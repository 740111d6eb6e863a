package chat.node.sqlite;

import chat.node.chat.ClusterOutcome;
import chat.node.sqlite.SqlChatRequests.Columns;

/** Answers to cluster commands in the columns of a request. Their kinds are 50 to 59. */
final class SqlClusterOutcomes {
  private static final int SWITCHOVER = 50;
  private static final int BACKUP = 51;

  private SqlClusterOutcomes() {}

  static Columns columns(ClusterOutcome outcome) {
    return switch (outcome) {
      case ClusterOutcome.SwitchoverNoted noted -> new Columns(SWITCHOVER, noted.epoch(), 0);
      case ClusterOutcome.BackupNoted _ -> new Columns(BACKUP, 0, 0);
      case ClusterOutcome.RulesRaised _ ->
          throw new IllegalArgumentException("no request is kept beside " + outcome);
    };
  }

  static ClusterOutcome read(int kind, long first) {
    return switch (kind) {
      case SWITCHOVER -> new ClusterOutcome.SwitchoverNoted(first);
      case BACKUP -> new ClusterOutcome.BackupNoted();
      default -> throw new IllegalStateException("a request of kind " + kind);
    };
  }
}
