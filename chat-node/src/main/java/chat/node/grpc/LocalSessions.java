package chat.node.grpc;

import chat.node.chat.ChatReader;
import chat.node.chat.Refusal;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sessions as this node's applied state has them, in every role: for what each node answers of
 * itself. A node that is behind may not know a new session yet, or still know one that has ended.
 */
final class LocalSessions {
  private final LocalNode node;
  private final Operators operators;

  LocalSessions(LocalNode node, Operators operators) {
    this.node = node;
    this.operators = operators;
  }

  /** The caller's session, where a token came with the call and the session holds. */
  CompletableFuture<Optional<ChatReader.Session>> of(Caller caller) {
    if (!caller.headers().containsKey(Caller.AUTHORIZATION)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    try {
      var token = caller.token();
      return node.peek(
          ReadFor.lookUp(caller),
          () ->
              node.reader()
                  .session(token)
                  .filter(session -> session.expiresMillis() > node.nowMillis()));
    } catch (CallFailure e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Completes where the caller is an operator; fails with the reason where not. */
  CompletableFuture<Void> operator(Caller caller) {
    return of(caller)
        .thenCompose(
            found ->
                found
                    .map(session -> operators.refusal(session.account()))
                    .orElseGet(
                        () ->
                            Optional.of(
                                new Refusal(
                                    Refusal.Reason.SESSION_INVALID,
                                    "this node knows no such session: log in as an operator")))
                    .map(refusal -> Failures.<Void>failed(new Failure.Refused(refusal)))
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }
}
