package chat.node.chat;

import static chat.node.chat.Effect.kept;
import static chat.node.chat.Effect.notKept;
import static chat.node.chat.Effect.refused;
import static chat.node.chat.Effect.unknownUser;

import chat.node.chat.AccountCommand.OpenSession;
import chat.node.chat.AccountCommand.Register;
import chat.node.chat.AccountCommand.RenewSession;
import java.util.Optional;

/** What the commands of accounts and sessions do. */
final class AccountRules {

  Effect apply(ChatState state, long position, AccountCommand command) {
    return switch (command) {
      case Register register -> register(state, register);
      case OpenSession open -> openSession(state, open);
      case RenewSession renew -> renewSession(state, renew);
    };
  }

  private static Effect register(ChatState state, Register command) {
    if (state.accounts().hasAccount(command.scope())) {
      return refused(Refusal.Reason.NAME_TAKEN, "the name " + command.scope() + " is taken");
    }
    state
        .accounts()
        .addAccount(
            new ChatReader.Account(
                command.scope(), command.passwordHash(), command.stamp().timeMillis()));
    return kept(new AccountOutcome.Registered());
  }

  /** The client's token is the session: the same one under a new request id is the same session. */
  private static Effect openSession(ChatState state, OpenSession command) {
    AccountState accounts = state.accounts();
    if (!accounts.hasAccount(command.scope())) {
      return unknownUser(command.scope());
    }
    accounts.dropExpiredSessions(command.scope(), command.stamp().timeMillis());
    Optional<ChatReader.Session> existing = accounts.session(command.token());
    if (existing.isPresent() && !existing.get().account().equals(command.scope())) {
      return refused(Refusal.Reason.INVALID_TOKEN, "the session token is in use; make a new one");
    }
    long expires =
        Math.max(
            command.expiresMillis(), existing.map(ChatReader.Session::expiresMillis).orElse(0L));
    accounts.putSession(
        new ChatReader.Session(command.scope(), command.token(), command.client(), expires));
    return kept(new AccountOutcome.SessionOpened(command.token().sessionId(), expires));
  }

  private static Effect renewSession(ChatState state, RenewSession command) {
    Optional<ChatReader.Session> existing =
        state
            .accounts()
            .session(command.token())
            .filter(session -> session.account().equals(command.scope()))
            .filter(session -> session.expiresMillis() > command.stamp().timeMillis());
    if (existing.isEmpty()) {
      return refused(Refusal.Reason.SESSION_INVALID, "the session has ended");
    }
    ChatReader.Session session = existing.get();
    if (command.expiresMillis() <= session.expiresMillis()) {
      return notKept(new AccountOutcome.SessionRenewed(session.expiresMillis()));
    }
    state
        .accounts()
        .putSession(
            new ChatReader.Session(
                session.account(), session.token(), session.client(), command.expiresMillis()));
    return notKept(new AccountOutcome.SessionRenewed(command.expiresMillis()));
  }
}
