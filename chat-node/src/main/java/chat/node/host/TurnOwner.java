package chat.node.host;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.ClusterCommand;
import chat.node.chat.Command;
import chat.node.chat.GroupCommand;
import chat.node.chat.MessageCommand;

/** Whose share of a turn a command takes, see {@link TurnQueue}. */
sealed interface TurnOwner {

  /**
   * The sessions of one account share one line, so that the account's commands keep their order.
   */
  record Account(AccountName name) implements TurnOwner {}

  /**
   * All registrations share one line: a caller without a session chooses the name, and could open a
   * line with each.
   */
  record Strangers() implements TurnOwner {}

  /** Commands of the cluster itself. */
  record Cluster() implements TurnOwner {}

  static TurnOwner of(Command command) {
    return switch (command) {
      case AccountCommand.Register _ -> new Strangers();
      case AccountCommand account -> new Account(account.scope());
      case GroupCommand group -> new Account(group.scope());
      case MessageCommand message -> new Account(message.scope());
      case ClusterCommand _ -> new Cluster();
    };
  }
}
