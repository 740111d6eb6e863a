package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.Command;
import chat.node.chat.CommandCost;
import chat.node.chat.Fingerprint;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.chat.TokenHash;
import chat.node.host.Replication.Committed;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;

/** What every call of a logged-in user passes: session, repeated request, rate limit; in order. */
final class SessionCalls {
  private final LocalNode node;
  private final Sessions sessions;

  SessionCalls(LocalNode node, Sessions sessions) {
    this.node = node;
    this.sessions = sessions;
  }

  /** A question of a session to the applied state. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Sessions.Live session) throws CallFailure;
  }

  /**
   * A change that a session asks for.
   *
   * @param check why this session may not ask for it, if so
   */
  record Change(
      RequestId id,
      Fingerprint fingerprint,
      Function<Sessions.Live, Optional<Refusal>> check,
      BiFunction<Sessions.Live, Command.Stamp, Command> command) {
    Change(
        RequestId id,
        Fingerprint fingerprint,
        BiFunction<Sessions.Live, Command.Stamp, Command> command) {
      this(id, fingerprint, _ -> Optional.empty(), command);
    }

    RequestKey keyOf(AccountName account) {
      return new RequestKey(account, id, fingerprint);
    }
  }

  /** Makes a change of a request, or refuses it as invalid. */
  @FunctionalInterface
  interface Reading {
    Change change() throws CallFailure;
  }

  /** Answers a question linearizably, within the session's rate. */
  <T> CompletableFuture<T> read(Caller caller, Question<T> question) throws CallFailure {
    return read(caller, 1, question);
  }

  /** The same for a question of this cost, see {@link ReadCost}. */
  <T> CompletableFuture<T> read(Caller caller, int cost, Question<T> question) throws CallFailure {
    return sessions
        .charged(caller, cost)
        .thenCompose(
            session ->
                node.read(ReadFor.answer(caller, session.account()), () -> question.ask(session)));
  }

  /**
   * Puts a change into the log. A request over the rate is looked up first: one that was answered
   * before gets its answer. So does one whose session has ended since, by itself even: its token
   * tells whose it was.
   */
  CompletableFuture<Committed> change(Caller caller, Reading reading) throws CallFailure {
    TokenHash token = caller.token();
    return sessions
        .authenticate(caller)
        .handle(
            (session, thrown) -> {
              if (thrown == null) {
                return change(caller, session, reading);
              }
              Failure failure = Failures.of(thrown);
              return failure instanceof Failure.Refused
                  ? repeatedOfEnded(caller, token, reading, failure)
                  : Failures.<Committed>failed(failure);
            })
        .thenCompose(answer -> answer);
  }

  /**
   * The caller's session, where it holds now and this check lets it pass. For what acts after its
   * command was committed: the command may be a replay, and the session or the role may be gone.
   */
  CompletableFuture<Sessions.Live> authorized(
      Caller caller, Function<Sessions.Live, Optional<Refusal>> check) {
    try {
      return sessions
          .authenticate(caller)
          .thenCompose(
              session -> {
                Optional<Refusal> refusal = check.apply(session);
                return refusal.isPresent()
                    ? Failures.failed(new Failure.Refused(refusal.get()))
                    : CompletableFuture.completedFuture(session);
              });
    } catch (CallFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Committed> change(
      Caller caller, Sessions.Live session, Reading reading) {
    Change change;
    try {
      change = reading.change();
    } catch (CallFailure e) {
      return CompletableFuture.failedFuture(e);
    }
    LongFunction<Command> command = commandOf(session, change);
    long missing = session.takeCall(CommandCost.of(command.apply(0)));
    if (missing > 0) {
      return node.repeatedOr(
          limited(missing),
          ReadFor.lookUp(caller, session.account()),
          change.keyOf(session.account()));
    }
    Optional<Refusal> refusal = change.check().apply(session);
    return refusal.isPresent()
        ? node.repeatedOr(
            new Failure.Refused(refusal.get()),
            ReadFor.lookUp(caller, session.account()),
            change.keyOf(session.account()))
        : node.submit(caller, command);
  }

  private CompletableFuture<Committed> repeatedOfEnded(
      Caller caller, TokenHash token, Reading reading, Failure ended) {
    Change change;
    try {
      change = reading.change();
    } catch (CallFailure e) {
      return Failures.failed(ended);
    }
    return sessions
        .ownerOf(token, caller)
        .thenCompose(
            owner ->
                owner.isPresent()
                    ? node.repeatedOr(
                        ended, ReadFor.lookUp(caller, owner.get()), change.keyOf(owner.get()))
                    : Failures.failed(ended));
  }

  private static LongFunction<Command> commandOf(Sessions.Live session, Change change) {
    return time ->
        change.command().apply(session, new Command.Stamp(change.id(), change.fingerprint(), time));
  }

  static Failure ended() {
    return new Failure.Refused(
        new Refusal(Refusal.Reason.SESSION_INVALID, "the session has ended: log in again"));
  }

  static Failure limited(long missingNanos) {
    return new Failure.Limited(
        "the session asks for more than its rate: wait, and mind what each kind of call costs",
        Duration.ofNanos(missingNanos));
  }
}
