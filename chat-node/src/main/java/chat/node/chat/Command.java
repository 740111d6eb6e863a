package chat.node.chat;

/**
 * A change to the chat, as it stands in the log. Everything that isn't in the state comes with it:
 * the time, the hashes, the expiry. Each family has a file of its own, and rules of its own.
 */
public sealed interface Command
    permits AccountCommand, ClusterCommand, GroupCommand, MessageCommand {
  Stamp stamp();

  /** The account under which the request id is kept; before login the name that is asked for. */
  AccountName scope();

  /** What every command carries: its request, and the primary's monotone time in milliseconds. */
  record Stamp(RequestId requestId, Fingerprint fingerprint, long timeMillis) {}
}
