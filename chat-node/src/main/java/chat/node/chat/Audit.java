package chat.node.chat;

import java.util.Optional;

/**
 * Which commands the audit log tells of, and how. What users do among themselves (messages, blocks)
 * isn't the operators' to read.
 */
final class Audit {
  private Audit() {}

  static Optional<AuditEntry> entryOf(long position, Command command) {
    return switch (command) {
      case AccountCommand account -> entryOf(position, account);
      case ClusterCommand.Switchover switchover ->
          entry(position, command, "switchover", switchover.to());
      case ClusterCommand.Backup _ -> entry(position, command, "backup", "");
      case ClusterCommand.RaiseRules raise ->
          Optional.of(
              new AuditEntry(
                  position,
                  command.stamp().timeMillis(),
                  Optional.empty(),
                  "raise-rules",
                  Integer.toString(raise.rules())));
      case MessageCommand _, GroupCommand _ -> Optional.empty();
    };
  }

  private static Optional<AuditEntry> entryOf(long position, AccountCommand command) {
    return switch (command) {
      case AccountCommand.Register _ -> entry(position, command, "register", "");
      case AccountCommand.OpenSession open ->
          entry(position, command, "login", open.token().sessionId());
      case AccountCommand.Logout logout ->
          logout.all()
              ? entry(position, command, "logout-all", "")
              : entry(position, command, "logout", logout.token().sessionId());
      case AccountCommand.ChangePassword _ -> entry(position, command, "change-password", "");
      case AccountCommand.RevokeSession revoke ->
          entry(position, command, "revoke-session", revoke.sessionId());
      case AccountCommand.DeleteAccount _ -> entry(position, command, "delete-account", "");
      case AccountCommand.RenewSession _, AccountCommand.Block _, AccountCommand.Unblock _ ->
          Optional.empty();
    };
  }

  private static Optional<AuditEntry> entry(
      long position, Command command, String action, String subject) {
    return Optional.of(
        new AuditEntry(
            position, command.stamp().timeMillis(), Optional.of(command.scope()), action, subject));
  }
}
