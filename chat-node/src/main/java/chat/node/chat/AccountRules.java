package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.notKept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unchanged;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.AccountCommand.Block;
import chat.node.chat.AccountCommand.ChangePassword;
import chat.node.chat.AccountCommand.DeleteAccount;
import chat.node.chat.AccountCommand.Logout;
import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import chat.node.chat.AccountCommand.RevokeSession;
import chat.node.chat.AccountCommand.Unblock;
import java.time.Duration;
import java.util.Optional;

/** What the commands of accounts and sessions do. */
final class AccountRules {
  /**
   * How long it stays known whose a session was after its time was over: so long a retry under its
   * token still gets its answer. The same on every replica.
   */
  static final Duration EXPIRED_KEPT = Duration.ofDays(30);

  private AccountRules() {}

  static Effect apply(ChatState state, long position, AccountCommand command) {
    AccountState accounts = state.accounts();
    return switch (command) {
      case Register register -> register(accounts, position, register);
      case OpenSession open -> openSession(accounts, position, open);
      case RenewSession renew -> renewSession(accounts, renew);
      case Logout logout -> logout(accounts, position, logout);
      case ChangePassword change -> changePassword(accounts, position, change);
      case RevokeSession revoke -> revokeSession(accounts, revoke);
      case DeleteAccount delete -> deleteAccount(state, position, delete);
      case Block block -> block(state, position, block);
      case Unblock unblock -> unblock(accounts, unblock);
    };
  }

  private static Effect register(AccountState accounts, long position, Register command) {
    if (accounts.hasAccount(command.scope())) {
      return refused(Refusal.Reason.NAME_TAKEN, "the name " + command.scope() + " is taken");
    }
    accounts.addAccount(
        new ChatReader.Account(
            command.scope(),
            command.passwordHash(),
            command.stamp().timeMillis(),
            position,
            false));
    return kept(new AccountOutcome.Registered());
  }

  /** The client's token is the session: the same one under a new request id is the same session. */
  private static Effect openSession(AccountState accounts, long position, OpenSession command) {
    Optional<ChatReader.Account> account = accounts.account(command.scope());
    if (account.isEmpty()) {
      return unknownUser(command.scope());
    }
    if (account.get().deleted()
        || (command.passwordPosition() != OpenSession.UNNAMED
            && command.passwordPosition() != account.get().passwordPosition())) {
      return passwordChanged();
    }
    long now = command.stamp().timeMillis();
    accounts.dropExpiredSessions(command.scope(), now - EXPIRED_KEPT.toMillis());
    Optional<AccountName> owner = accounts.ownerOf(command.token());
    if (owner.isEmpty()) {
      accounts.addSession(
          new ChatReader.Session(
              command.scope(),
              command.token(),
              command.client(),
              now,
              now,
              command.expiresMillis()),
          position);
      return kept(opened(command.token(), command.expiresMillis()));
    }
    Optional<ChatReader.Session> existing = accounts.session(command.token());
    if (existing.isEmpty() || !owner.get().equals(command.scope())) {
      return refused(
          Refusal.Reason.INVALID_TOKEN, "the session token was used before; make a new one");
    }
    ChatReader.Session session =
        used(existing.get(), command.client(), now, command.expiresMillis());
    accounts.updateSession(session);
    return kept(opened(command.token(), session.expiresMillis()));
  }

  private static AccountOutcome opened(TokenHash token, long expiresMillis) {
    return new AccountOutcome.SessionOpened(token.sessionId(), expiresMillis);
  }

  private static Effect renewSession(AccountState accounts, RenewSession command) {
    Optional<ChatReader.Session> existing =
        holding(accounts, command.token(), command)
            .filter(session -> session.expiresMillis() > command.stamp().timeMillis());
    if (existing.isEmpty()) {
      return sessionEnded();
    }
    ChatReader.Session session = existing.get();
    if (command.expiresMillis() > session.expiresMillis()) {
      accounts.updateSession(
          used(session, session.client(), command.stamp().timeMillis(), command.expiresMillis()));
    }
    return notKept(
        new AccountOutcome.SessionRenewed(
            Math.max(session.expiresMillis(), command.expiresMillis())));
  }

  private static ChatReader.Session used(
      ChatReader.Session session, String client, long nowMillis, long expiresMillis) {
    return new ChatReader.Session(
        session.account(),
        session.token(),
        client,
        session.createdMillis(),
        Math.max(session.usedMillis(), nowMillis),
        Math.max(session.expiresMillis(), expiresMillis));
  }

  private static Effect logout(AccountState accounts, long position, Logout command) {
    if (holding(accounts, command.token(), command).isEmpty()) {
      return sessionEnded();
    }
    if (command.all()) {
      accounts.endSessions(command.scope(), position, Optional.empty());
    } else {
      accounts.endSession(command.token());
    }
    return kept(new AccountOutcome.Done());
  }

  private static Effect changePassword(
      AccountState accounts, long position, ChangePassword command) {
    if (holding(accounts, command.token(), command).isEmpty()) {
      return sessionEnded();
    }
    boolean asVerified =
        accounts
            .account(command.scope())
            .map(account -> account.passwordPosition() == command.passwordPosition())
            .orElse(false);
    if (!asVerified) {
      return passwordChanged();
    }
    accounts.setPassword(command.scope(), command.passwordHash(), position);
    if (command.endOthers()) {
      accounts.endSessions(command.scope(), position, Optional.of(command.token()));
    }
    return kept(new AccountOutcome.Done());
  }

  private static Effect revokeSession(AccountState accounts, RevokeSession command) {
    Optional<TokenHash> token = accounts.sessionWithId(command.scope(), command.sessionId());
    if (token.isEmpty()) {
      return refused(
          Refusal.Reason.SESSION_NOT_FOUND,
          command.scope() + " has no session " + command.sessionId());
    }
    accounts.endSession(token.get());
    return kept(new AccountOutcome.Done());
  }

  private static Effect deleteAccount(ChatState state, long position, DeleteAccount command) {
    GroupRules.leaveAll(state, command.scope(), position);
    state.accounts().deleteAccount(command.scope(), position, command.stamp().timeMillis());
    return kept(new AccountOutcome.Done());
  }

  /** Blocking whom one blocks already changes nothing, and is no failure. */
  private static Effect block(ChatState state, long position, Block command) {
    AccountState accounts = state.accounts();
    if (!accounts.hasAccount(command.whom()) || accounts.isDeleted(command.whom())) {
      return unknownUser(command.whom());
    }
    if (command.whom().equals(command.scope())) {
      return refused(Refusal.Reason.INVALID_ARGUMENT, "nobody can block themselves");
    }
    if (accounts.blocks(command.scope(), command.whom())) {
      return unchanged(new AccountOutcome.Done());
    }
    if (accounts.blockedCount(command.scope()) >= Limits.BLOCKED_PER_ACCOUNT) {
      return refused(
          Refusal.Reason.TOO_MANY_BLOCKED,
          "%s blocks %d users and can block no more"
              .formatted(command.scope(), Limits.BLOCKED_PER_ACCOUNT));
    }
    accounts.block(command.scope(), command.whom(), command.stamp().timeMillis());
    GroupRules.leaveAdditionsOf(state, command.scope(), command.whom(), position);
    return kept(new AccountOutcome.Done());
  }

  private static Effect unblock(AccountState accounts, Unblock command) {
    if (!accounts.hasAccount(command.whom())) {
      return unknownUser(command.whom());
    }
    if (!accounts.blocks(command.scope(), command.whom())) {
      return unchanged(new AccountOutcome.Done());
    }
    accounts.unblock(command.scope(), command.whom());
    return kept(new AccountOutcome.Done());
  }

  private static Optional<ChatReader.Session> holding(
      AccountState accounts, TokenHash token, Command command) {
    return accounts.session(token).filter(session -> session.account().equals(command.scope()));
  }

  static Effect sessionEnded() {
    return refused(Refusal.Reason.SESSION_INVALID, "the session has ended: log in again");
  }

  private static Effect passwordChanged() {
    return refused(Refusal.Reason.WRONG_CREDENTIALS, "the name or the password is wrong");
  }
}
