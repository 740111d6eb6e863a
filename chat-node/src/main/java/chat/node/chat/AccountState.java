package chat.node.chat;

import java.util.Optional;

/** Accounts and sessions, as part of the {@link ChatState}, whose terms hold here. */
public interface AccountState {

  /** Whether the name was ever given; its account may be deleted. */
  boolean hasAccount(AccountName name);

  /** Whether there was an account of this name, and is no more. */
  boolean isDeleted(AccountName name);

  Optional<ChatReader.Account> account(AccountName name);

  /** The name is new. */
  void addAccount(ChatReader.Account account);

  void setPassword(AccountName name, String passwordHash, long position);

  /**
   * The account is gone from this position on: its password, its sessions, its blocks, and what was
   * unread to it. Takes time by those alone, however many messages there are: that a message can't
   * be delivered any more is told by its recipient's account.
   */
  void deleteAccount(AccountName name, long position, long timeMillis);

  /** The session of this token, if it wasn't ended; its time may be over. */
  Optional<ChatReader.Session> session(TokenHash token);

  /** Whose session this token is or was. */
  Optional<AccountName> ownerOf(TokenHash token);

  /** Makes a session at this position; the token is new. Its account exists. */
  void addSession(ChatReader.Session session, long position);

  /** Sets what changes in a session's life: its client's label, last use, and expiry. */
  void updateSession(ChatReader.Session session);

  /** The session ends; whose it was stays known. */
  void endSession(TokenHash token);

  /**
   * All sessions of the account that were opened before this position end; one of them may stay. In
   * one step, however many they are.
   */
  void endSessions(AccountName name, long position, Optional<TokenHash> butFor);

  /** The session of the account with this public handle, if it wasn't ended. */
  Optional<TokenHash> sessionWithId(AccountName name, String sessionId);

  /** Forgets the account's sessions whose time was over at this time or before. */
  void dropExpiredSessions(AccountName name, long timeMillis);

  boolean blocks(AccountName by, AccountName whom);

  int blockedCount(AccountName by);

  void block(AccountName by, AccountName whom, long timeMillis);

  void unblock(AccountName by, AccountName whom);

  /** Adds to the audit log; positions ascend. */
  void note(AuditEntry entry);
}
