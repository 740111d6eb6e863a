package chat.node.chat;

import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.Command.Stamp;

/** Account commands under another stamp. */
final class AccountCommands {
  private AccountCommands() {}

  static AccountCommand with(Stamp stamp, AccountCommand command) {
    return switch (command) {
      case Register c -> new Register(stamp, c.scope(), c.passwordHash());
      case OpenSession c ->
          new OpenSession(stamp, c.scope(), c.token(), c.client(), c.expiresMillis());
      case RenewSession c -> new RenewSession(stamp, c.scope(), c.token(), c.expiresMillis());
    };
  }
}
