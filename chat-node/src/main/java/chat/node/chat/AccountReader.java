package chat.node.chat;

import java.util.List;
import java.util.Optional;

/** Questions about accounts and sessions, as part of the {@link ChatReader}. */
public interface AccountReader {

  /** A deleted one, too: its name stays reserved. */
  Optional<Account> account(AccountName name);

  /**
   * @param passwordHash empty where the account is deleted
   * @param passwordPosition where in the log the password was set
   */
  record Account(
      AccountName name,
      String passwordHash,
      long createdMillis,
      long passwordPosition,
      boolean deleted) {}

  /** The session of this token, if it wasn't ended; its time may be over. */
  Optional<Session> session(TokenHash token);

  /**
   * @param usedMillis when it was opened or last renewed
   */
  record Session(
      AccountName account,
      TokenHash token,
      String client,
      long createdMillis,
      long usedMillis,
      long expiresMillis) {}

  /** Whose session this token is or was. */
  Optional<AccountName> ownerOf(TokenHash token);

  /** The account's sessions that weren't ended and expire after this time; newest first. */
  List<Session> sessions(AccountName account, long nowMillis, int limit);

  /** Names above {@code after} that match a pattern of {@code *} and {@code ?}, ascending. */
  AccountPage accounts(String pattern, String after, int limit);

  /**
   * A page looks at a bounded number of names, so it may hold fewer than were asked for.
   *
   * @param next the name behind which the list goes on; empty where it doesn't
   */
  record AccountPage(List<Account> accounts, String next) {
    public AccountPage {
      accounts = List.copyOf(accounts);
    }
  }

  /** Whom the account blocks, by name. */
  List<Blocked> blocked(AccountName account);

  record Blocked(AccountName name, long sinceMillis) {}

  /** The accounts with which this one has conversations; by name, from above {@code after}. */
  List<AccountName> peers(AccountName account, String after, int limit);

  /** The audit log from below a position on, newest first. */
  List<AuditEntry> audit(long beforePosition, int limit);
}
