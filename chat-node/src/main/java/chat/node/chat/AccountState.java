package chat.node.chat;

import java.util.Optional;

/** Accounts and sessions, as part of the {@link ChatState}, whose terms hold here. */
public interface AccountState {

  boolean hasAccount(AccountName name);

  /** The name is new. */
  void addAccount(ChatReader.Account account);

  Optional<ChatReader.Session> session(TokenHash token);

  /** Makes a session, or replaces the one with its token. Its account exists. */
  void putSession(ChatReader.Session session);

  /** Forgets the account's sessions that ended at this time or before. */
  void dropExpiredSessions(AccountName name, long nowMillis);
}
