package chat.node.chat;

import java.util.List;

/** Changes to groups, and what is sent into them. {@link GroupRules} says what each does. */
public sealed interface GroupCommand extends Command {

  /** Makes a group of {@code scope}, who owns it, and these members. */
  record Create(Stamp stamp, AccountName scope, String name, List<AccountName> members)
      implements GroupCommand {
    public Create {
      members = List.copyOf(members);
    }
  }

  record Rename(Stamp stamp, AccountName scope, GroupId group, String name)
      implements GroupCommand {}

  record Add(Stamp stamp, AccountName scope, GroupId group, AccountName member)
      implements GroupCommand {}

  record Remove(Stamp stamp, AccountName scope, GroupId group, AccountName member)
      implements GroupCommand {}

  record Leave(Stamp stamp, AccountName scope, GroupId group) implements GroupCommand {}

  /** Sends a message to all members. */
  record Post(Stamp stamp, AccountName scope, GroupId group, String text) implements GroupCommand {}
}
