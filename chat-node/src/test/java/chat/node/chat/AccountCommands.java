package chat.node.chat;

import chat.node.chat.AccountCommand.Block;
import chat.node.chat.AccountCommand.ChangePassword;
import chat.node.chat.AccountCommand.DeleteAccount;
import chat.node.chat.AccountCommand.Logout;
import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.AccountCommand.RevokeSession;
import chat.node.chat.AccountCommand.Unblock;
import chat.node.chat.Command.Stamp;

/** Account commands under another stamp. */
final class AccountCommands {
  private AccountCommands() {}

  static AccountCommand with(Stamp stamp, AccountCommand command) {
    return switch (command) {
      case Register c -> new Register(stamp, c.scope(), c.passwordHash());
      case OpenSession c ->
          new OpenSession(
              stamp, c.scope(), c.token(), c.client(), c.expiresMillis(), c.passwordPosition());
      case RenewSession c -> new RenewSession(stamp, c.scope(), c.token(), c.expiresMillis());
      case Logout c -> new Logout(stamp, c.scope(), c.token(), c.all());
      case ChangePassword c ->
          new ChangePassword(
              stamp, c.scope(), c.passwordHash(), c.passwordPosition(), c.token(), c.endOthers());
      case RevokeSession c -> new RevokeSession(stamp, c.scope(), c.sessionId());
      case DeleteAccount c -> new DeleteAccount(stamp, c.scope());
      case Block c -> new Block(stamp, c.scope(), c.whom());
      case Unblock c -> new Unblock(stamp, c.scope(), c.whom());
    };
  }
}
