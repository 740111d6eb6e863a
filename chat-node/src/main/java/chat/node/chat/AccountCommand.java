package chat.node.chat;

/** Changes to accounts and sessions. {@link AccountRules} says what each does. */
public sealed interface AccountCommand extends Command {

  /** Makes an account. {@code passwordHash} is an Argon2id string. */
  record Register(Stamp stamp, AccountName scope, String passwordHash) implements AccountCommand {}

  /**
   * Opens a session; the password was verified against the hash that was set at this position of
   * the log, or against one that isn't named ({@link #UNNAMED}), as old logs have it.
   */
  record OpenSession(
      Stamp stamp,
      AccountName scope,
      TokenHash token,
      String client,
      long expiresMillis,
      long passwordPosition)
      implements AccountCommand {
    public static final long UNNAMED = -1;
  }

  /** Moves a session's expiry; never back. */
  record RenewSession(Stamp stamp, AccountName scope, TokenHash token, long expiresMillis)
      implements AccountCommand {}

  /** Ends this session, or all of the account. */
  record Logout(Stamp stamp, AccountName scope, TokenHash token, boolean all)
      implements AccountCommand {}

  /**
   * Sets another password; the old one was verified against the hash that was set at {@code
   * passwordPosition}. Ends all sessions but {@code token}'s where {@code endOthers}.
   */
  record ChangePassword(
      Stamp stamp,
      AccountName scope,
      String passwordHash,
      long passwordPosition,
      TokenHash token,
      boolean endOthers)
      implements AccountCommand {}

  /** Ends the session of the account that has this public handle. */
  record RevokeSession(Stamp stamp, AccountName scope, String sessionId) implements AccountCommand {
    public RevokeSession {
      if (!TokenHash.isSessionId(sessionId)) {
        throw new IllegalArgumentException("not a session's handle");
      }
    }
  }

  /** Deletes the account for good. */
  record DeleteAccount(Stamp stamp, AccountName scope) implements AccountCommand {}

  /** From now on neither writes to the other. */
  record Block(Stamp stamp, AccountName scope, AccountName whom) implements AccountCommand {}

  record Unblock(Stamp stamp, AccountName scope, AccountName whom) implements AccountCommand {}
}
