package chat.node.chat;

import chat.node.chat.Command.Mark;
import chat.node.chat.Command.OpenSession;
import chat.node.chat.Command.Register;
import chat.node.chat.Command.RenewSession;
import chat.node.chat.Command.Send;
import chat.node.chat.Result.Answer;
import chat.node.chat.Result.Outcome;
import java.util.Optional;

/**
 * What a command does to the state: the same on every replica, for it reads the state and the
 * command and nothing else.
 *
 * <p>A request id that had an effect is answered by its first answer, for ever. What had none isn't
 * kept, and a retry is judged anew: refusals; marks that were raised already; and renewals, which
 * the server makes itself and which never move an expiry back, so that repeating one is harmless.
 */
public final class Application {
  private final long unreadPerMailbox;

  public Application() {
    this(Limits.UNREAD_PER_MAILBOX);
  }

  /** With a smaller mailbox. All replicas must agree on it: for tests. */
  Application(long unreadPerMailbox) {
    this.unreadPerMailbox = unreadPerMailbox;
  }

  /** Applies the command that stands at this position of the log; each position once, ascending. */
  public Result.Answer apply(ChatState state, long position, Command command) {
    state.advanceTime(command.stamp().timeMillis());
    return state
        .request(command.scope(), command.stamp().requestId())
        .map(known -> repeated(known, position, command))
        .orElseGet(() -> first(state, position, command));
  }

  private static Answer repeated(ChatReader.Request known, long position, Command command) {
    if (known.fingerprint().equals(command.stamp().fingerprint())) {
      return known.answer();
    }
    return answer(
        position,
        command,
        rejected(
            Refusal.Reason.REQUEST_ID_REUSED,
            "the request id was used before, for another request"));
  }

  private Answer first(ChatState state, long position, Command command) {
    Effect effect =
        switch (command) {
          case Register register -> register(state, register);
          case OpenSession open -> openSession(state, open);
          case RenewSession renew -> renewSession(state, renew);
          case Send send -> send(state, position, send);
          case Mark mark -> mark(state, position, mark);
        };
    Answer answer = answer(position, command, effect.outcome());
    if (effect.kept()) {
      state.keepRequest(
          command.scope(), command.stamp().requestId(), command.stamp().fingerprint(), answer);
    }
    return answer;
  }

  private static Effect register(ChatState state, Register command) {
    if (state.hasAccount(command.scope())) {
      return refused(Refusal.Reason.NAME_TAKEN, "the name " + command.scope() + " is taken");
    }
    state.addAccount(
        new ChatReader.Account(
            command.scope(), command.passwordHash(), command.stamp().timeMillis()));
    return kept(new Outcome.Registered());
  }

  /** The client's token is the session: the same one under a new request id is the same session. */
  private static Effect openSession(ChatState state, OpenSession command) {
    if (!state.hasAccount(command.scope())) {
      return unknownUser(command.scope());
    }
    state.dropExpiredSessions(command.scope(), command.stamp().timeMillis());
    Optional<ChatReader.Session> existing = state.session(command.token());
    if (existing.isPresent() && !existing.get().account().equals(command.scope())) {
      return refused(Refusal.Reason.INVALID_TOKEN, "the session token is in use; make a new one");
    }
    long expires =
        Math.max(
            command.expiresMillis(), existing.map(ChatReader.Session::expiresMillis).orElse(0L));
    state.putSession(
        new ChatReader.Session(command.scope(), command.token(), command.client(), expires));
    return kept(new Outcome.SessionOpened(command.token().sessionId(), expires));
  }

  private static Effect renewSession(ChatState state, RenewSession command) {
    Optional<ChatReader.Session> existing =
        state
            .session(command.token())
            .filter(session -> session.account().equals(command.scope()))
            .filter(session -> session.expiresMillis() > command.stamp().timeMillis());
    if (existing.isEmpty()) {
      return refused(Refusal.Reason.SESSION_INVALID, "the session has ended");
    }
    ChatReader.Session session = existing.get();
    if (command.expiresMillis() <= session.expiresMillis()) {
      return notKept(new Outcome.SessionRenewed(session.expiresMillis()));
    }
    state.putSession(
        new ChatReader.Session(
            session.account(), session.token(), session.client(), command.expiresMillis()));
    return notKept(new Outcome.SessionRenewed(command.expiresMillis()));
  }

  private Effect send(ChatState state, long position, Send command) {
    if (!state.hasAccount(command.scope())) {
      return unknownUser(command.scope());
    }
    if (!state.hasAccount(command.to())) {
      return unknownUser(command.to());
    }
    if (state.unread(command.to()) >= unreadPerMailbox) {
      return refused(
          Refusal.Reason.MAILBOX_FULL,
          command.to() + " has " + unreadPerMailbox + " unread messages and can take no more");
    }
    ConversationId conversation = ConversationId.of(command.scope(), command.to());
    long seq = state.lastSeq(conversation) + 1;
    state.append(
        new ChatState.NewMessage(
            command.scope(),
            command.to(),
            seq,
            command.text(),
            command.stamp().timeMillis(),
            position));
    return kept(new Outcome.Sent(conversation, seq));
  }

  private static Effect mark(ChatState state, long position, Mark command) {
    ConversationId conversation = command.conversation();
    long last = conversation.has(command.scope()) ? state.lastSeq(conversation) : 0;
    if (last == 0) {
      return refused(
          Refusal.Reason.CONVERSATION_NOT_FOUND,
          command.scope() + " has no conversation " + conversation);
    }
    if (command.deliveredSeq() > last || command.readSeq() > last) {
      return refused(
          Refusal.Reason.SEQ_BEYOND_END, "the last message of " + conversation + " is " + last);
    }
    ChatState.Marks before = state.marks(conversation, command.scope());
    ChatState.Marks after = before.raised(command.deliveredSeq(), command.readSeq());
    Outcome outcome = new Outcome.Marked(after.deliveredSeq(), after.readSeq());
    if (after.equals(before)) {
      return notKept(outcome);
    }
    state.putMarks(conversation, command.scope(), after, position);
    return kept(outcome);
  }

  /** An outcome, and whether there was an effect to keep the request id beside. */
  private record Effect(Outcome outcome, boolean kept) {}

  private static Effect kept(Outcome outcome) {
    return new Effect(outcome, true);
  }

  private static Effect notKept(Outcome outcome) {
    return new Effect(outcome, false);
  }

  private static Effect refused(Refusal.Reason reason, String detail) {
    return notKept(rejected(reason, detail));
  }

  private static Effect unknownUser(AccountName name) {
    return refused(Refusal.Reason.USER_NOT_FOUND, "there is no user " + name);
  }

  private static Outcome rejected(Refusal.Reason reason, String detail) {
    return new Outcome.Rejected(new Refusal(reason, detail));
  }

  private static Answer answer(long position, Command command, Outcome outcome) {
    return new Answer(position, command.stamp().timeMillis(), false, outcome);
  }
}
