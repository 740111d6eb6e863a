package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.chat.Command;
import chat.node.chat.Limits;
import chat.node.chat.Refusal;
import chat.node.chat.Result.Outcome;
import chat.node.chat.Validation;
import chat.node.host.Replication;
import chat.node.host.Replication.Committed;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * This node, as the endpoints use it: the log for what changes something, the applied state for
 * questions. {@code reads} runs all that reads the stored state, {@code blocking} what else waits.
 */
record LocalNode(
    Replication replication,
    ChatReader reader,
    Limits limits,
    Validation validation,
    Executor blocking,
    ReadPool reads) {

  /** Asks the applied state, linearizably: it holds all that was acknowledged before this call. */
  <T> CompletableFuture<T> read(ReadFor who, Callable<T> question) {
    return replication.readBarrier().thenCompose(_ -> reads.run(who, question));
  }

  /** Asks the applied state as it is here. What is found is committed; what isn't, may be yet. */
  <T> CompletableFuture<T> peek(ReadFor who, Callable<T> question) {
    return reads.run(who, question);
  }

  /** The same for a virtual thread, which waits for the answer. */
  <T> T await(ReadFor who, Callable<T> question) {
    return reads.run(who, question).join();
  }

  /** Puts a command into the log; fails where applying it was refused. */
  CompletableFuture<Committed> submit(LongFunction<Command> commandAt) {
    return replication.submit(commandAt).thenApply(LocalNode::accepted);
  }

  /** The same for a caller that may leave: its command then isn't put into the log any more. */
  CompletableFuture<Committed> submit(Caller caller, LongFunction<Command> commandAt) {
    return replication.submit(commandAt, caller.life()::isOver).thenApply(LocalNode::accepted);
  }

  /**
   * The answer that a request already got; fails where that was a refusal. Found in the applied
   * state, hence committed and safe to give at once; where it isn't found, applying the command
   * tells a repetition all the same. {@code who} is the caller, never the account that the request
   * names: anybody may name any account before a session is shown.
   */
  CompletableFuture<Optional<Committed>> repeated(ReadFor who, RequestKey key) {
    return peek(
        who,
        () -> {
          Optional<ChatReader.Request> known = reader.request(key.scope(), key.id());
          if (known.isPresent() && !known.get().fingerprint().equals(key.fingerprint())) {
            Refusal reused =
                new Refusal(
                    Refusal.Reason.REQUEST_ID_REUSED,
                    "the request id was used before, for another request");
            throw new Failure.Refused(reused, true).asException();
          }
          return known.map(request -> accepted(new Committed(request.answer(), inSyncCount())));
        });
  }

  /**
   * Answers a repeated request from the applied state: before the attempt, and again where a check
   * of the attempt refused. The checks before the log read the state; the request's own first
   * attempt can change that state between the look-up and the check.
   */
  CompletableFuture<Committed> once(
      ReadFor who, RequestKey key, Supplier<CompletableFuture<Committed>> attempt) {
    return repeated(who, key)
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : attempt
                        .get()
                        .exceptionallyCompose(thrown -> repeatedOr(Failures.of(thrown), who, key)));
  }

  /** The stored answer of a repeated request; else this failure. */
  CompletableFuture<Committed> repeatedOr(Failure failure, ReadFor who, RequestKey key) {
    return switch (failure) {
      case Failure.Refused _, Failure.Limited _, Failure.NotTaken _ ->
          repeated(who, key)
              .thenCompose(
                  found ->
                      found.isPresent()
                          ? CompletableFuture.completedFuture(found.get())
                          : Failures.failed(failure));
      case Failure.SlowReader _,
          Failure.TooExpensive _,
          Failure.ForeignCursor _,
          Failure.AnotherCluster _,
          Failure.NoPrimary _,
          Failure.Starting _,
          Failure.Ending _,
          Failure.Unknown _,
          Failure.LinkLost _,
          Failure.Relayed _,
          Failure.Unexpected _ ->
          Failures.failed(failure);
    };
  }

  /** The same for a request whose password was checked: the check waits for it in any case. */
  CompletableFuture<Optional<Committed>> repeated(RequestKey key) {
    return repeated(ReadFor.checkedPassword(), key);
  }

  private int inSyncCount() {
    return replication.state().view().map(view -> view.inSync().size()).orElse(0);
  }

  /** The cluster's time, by which sessions end. */
  long nowMillis() {
    return replication.timeMillis();
  }

  private static Committed accepted(Committed committed) {
    if (committed.answer().outcome()
        instanceof Outcome.Rejected(Refusal refusal, boolean isFinal)) {
      throw new CompletionException(new Failure.Refused(refusal, isFinal).asException());
    }
    return committed;
  }
}
