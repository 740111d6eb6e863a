package chat.node.chat;

import java.util.List;
import java.util.Optional;

/** Questions about accounts and sessions, as part of the {@link ChatReader}. */
public interface AccountReader {

  Optional<Account> account(AccountName name);

  record Account(AccountName name, String passwordHash, long createdMillis) {}

  Optional<Session> session(TokenHash token);

  record Session(AccountName account, TokenHash token, String client, long expiresMillis) {}

  /** Names above {@code after} that match a pattern of {@code *} and {@code ?}, ascending. */
  List<Account> accounts(String pattern, String after, int limit);
}
