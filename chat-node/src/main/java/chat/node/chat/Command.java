package chat.node.chat;

/**
 * A change to the chat, as it stands in the log. Everything that isn't in the state comes with it:
 * the time, the hashes, the expiry.
 */
public sealed interface Command {
  Stamp stamp();

  /** The account under which the request id is kept; before login the name that is asked for. */
  AccountName scope();

  /** What every command carries: its request, and the primary's monotone time in milliseconds. */
  record Stamp(RequestId requestId, Fingerprint fingerprint, long timeMillis) {}

  /** Makes an account. {@code passwordHash} is an Argon2id string. */
  record Register(Stamp stamp, AccountName scope, String passwordHash) implements Command {}

  /** Opens a session; the password was verified against the hash that is stored. */
  record OpenSession(
      Stamp stamp, AccountName scope, TokenHash token, String client, long expiresMillis)
      implements Command {}

  /** Moves a session's expiry; never back. */
  record RenewSession(Stamp stamp, AccountName scope, TokenHash token, long expiresMillis)
      implements Command {}

  record Send(Stamp stamp, AccountName scope, AccountName to, String text) implements Command {}

  /** Raises marks of {@code scope} in a conversation; zero leaves one as it is. */
  record Mark(
      Stamp stamp, AccountName scope, ConversationId conversation, long deliveredSeq, long readSeq)
      implements Command {}
}
