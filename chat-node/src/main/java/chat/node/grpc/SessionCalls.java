package chat.node.grpc;

import chat.node.chat.Command;
import chat.node.chat.Fingerprint;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
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

  /** A change that a session asks for. */
  record Change(
      RequestId id,
      Fingerprint fingerprint,
      BiFunction<Sessions.Live, Command.Stamp, Command> command) {}

  /** Makes a change of a request, or refuses it as invalid. */
  @FunctionalInterface
  interface Reading {
    Change change() throws CallFailure;
  }

  /** Answers a question linearizably, within the session's rate. */
  <T> CompletableFuture<T> read(Caller caller, Question<T> question) throws CallFailure {
    return sessions
        .authenticate(caller)
        .thenCompose(
            session -> {
              long missing = session.takeCall();
              return missing > 0
                  ? Failures.failed(limited(missing))
                  : node.read(() -> question.ask(session));
            });
  }

  /**
   * Puts a change into the log. A request over the rate is looked up first: one that was answered
   * before gets its answer.
   */
  CompletableFuture<Committed> change(Caller caller, Reading reading) throws CallFailure {
    return sessions
        .authenticate(caller)
        .thenCompose(
            session -> {
              Change change;
              try {
                change = reading.change();
              } catch (CallFailure e) {
                return CompletableFuture.failedFuture(e);
              }
              long missing = session.takeCall();
              return missing == 0
                  ? node.submit(commandOf(session, change))
                  : repeatedOr(limited(missing), session, change);
            });
  }

  private static LongFunction<Command> commandOf(Sessions.Live session, Change change) {
    return time ->
        change.command().apply(session, new Command.Stamp(change.id(), change.fingerprint(), time));
  }

  private CompletableFuture<Committed> repeatedOr(
      Failure failure, Sessions.Live session, Change change) {
    return node.repeated(session.account(), change.id(), change.fingerprint())
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : Failures.failed(failure));
  }

  private static Failure limited(long missingNanos) {
    return new Failure.Limited(
        "more calls than this session may make a second", Duration.ofNanos(missingNanos));
  }
}
