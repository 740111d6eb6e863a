package chat.node.chat;

/**
 * What applying a command costs, known from its kind and size before it stands in the log. The unit
 * is one short message. A row that a later command takes away is paid by the command that brought
 * it: sending pays for marking as read, hiding for the deletion of what was hidden. Measured
 * figures behind the table: docs/reference/limits.md.
 *
 * <p>Only admission uses the cost. Nodes of different versions may differ in it without harm.
 */
public final class CommandCost {
  /** Text bytes that cost as much as a short message: they are split into words and indexed. */
  static final int BYTES_PER_UNIT = 1024;

  /** Deleting an account ends its sessions, blocks and unread rows, and leaves its groups. */
  static final int DELETE_ACCOUNT = 200;

  /**
   * Deleting a message for everyone takes each of its words out of the index, up to 4,500 for 16
   * KiB of short words. The command doesn't name the length of the text, so the longest counts.
   */
  static final int DELETE_FOR_EVERYONE = 25;

  private CommandCost() {}

  public static int of(Command command) {
    return switch (command) {
      case AccountCommand account -> account(account);
      case ClusterCommand _ -> 1;
      case GroupCommand group -> group(group);
      case MessageCommand message -> message(message);
    };
  }

  private static int account(AccountCommand command) {
    return switch (command) {
      case AccountCommand.DeleteAccount _ -> DELETE_ACCOUNT;
      case AccountCommand.ChangePassword _, AccountCommand.Logout _ -> 2;
      case AccountCommand.Register _,
          AccountCommand.OpenSession _,
          AccountCommand.RenewSession _,
          AccountCommand.RevokeSession _,
          AccountCommand.Block _,
          AccountCommand.Unblock _ ->
          1;
    };
  }

  private static int group(GroupCommand command) {
    return switch (command) {
      case GroupCommand.Create create -> 2 + create.members().size() * 3 / 4;
      case GroupCommand.Post post -> text(post.text());
      case GroupCommand.Rename _, GroupCommand.Add _, GroupCommand.Remove _, GroupCommand.Leave _ ->
          2;
    };
  }

  private static int message(MessageCommand command) {
    return switch (command) {
      case MessageCommand.Send send -> text(send.text());
      case MessageCommand.Mark _ -> 1;
      case MessageCommand.Delete delete ->
          1
              + (delete.forEveryone()
                  ? DELETE_FOR_EVERYONE * delete.seqs().size()
                  : delete.seqs().size() / 5);
    };
  }

  /** By characters: counting UTF-8 bytes would walk over the text a second time. */
  private static int text(String text) {
    return 1 + text.length() / BYTES_PER_UNIT;
  }
}
