package chat.node.chat;

/** Changes to accounts and sessions. {@link AccountRules} says what each does. */
public sealed interface AccountCommand extends Command {

  /** Makes an account. {@code passwordHash} is an Argon2id string. */
  record Register(Stamp stamp, AccountName scope, String passwordHash) implements AccountCommand {}

  /** Opens a session; the password was verified against the hash that is stored. */
  record OpenSession(
      Stamp stamp, AccountName scope, TokenHash token, String client, long expiresMillis)
      implements AccountCommand {}

  /** Moves a session's expiry; never back. */
  record RenewSession(Stamp stamp, AccountName scope, TokenHash token, long expiresMillis)
      implements AccountCommand {}
}
