package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.Refusal;
import chat.node.replica.NotServing;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Hashes and verifies passwords, slowly for whoever guesses, on threads of their own. */
final class PasswordChecks {
  private final LocalNode node;
  private final LoginThrottle throttle;
  private final Passwords passwords;
  private final Executor hashing;

  /** {@code hashing} runs what computes for long, and turns away what it has no room for. */
  PasswordChecks(LocalNode node, LoginThrottle throttle, Passwords passwords, Executor hashing) {
    this.node = node;
    this.throttle = throttle;
    this.passwords = passwords;
    this.hashing = hashing;
  }

  CompletableFuture<String> hash(String password) {
    return compute(() -> passwords.hash(password));
  }

  /**
   * The account, as it stood when this was its password. A wrong password and a name that nobody
   * has: one answer, after as much computing. A request that was applied meanwhile is no wrong
   * password, whatever it holds: it isn't counted.
   */
  CompletableFuture<ChatReader.Account> verify(
      AccountName name, String password, Caller caller, RequestKey request) {
    return throttle
        .admit(name, caller)
        .thenCompose(_ -> node.read(ReadFor.lookUp(caller), () -> node.reader().account(name)))
        .thenCompose(
            found -> {
              Optional<ChatReader.Account> account = found.filter(one -> !one.deleted());
              return compute(() -> isRight(account, password))
                  .thenCompose(
                      right ->
                          right && account.isPresent()
                              ? right(account.get())
                              : wrong(name, caller, request));
            });
  }

  private CompletableFuture<ChatReader.Account> right(ChatReader.Account account) {
    throttle.succeeded(account.name());
    return CompletableFuture.completedFuture(account);
  }

  private CompletableFuture<ChatReader.Account> wrong(
      AccountName name, Caller caller, RequestKey request) {
    return node.repeated(request)
        .thenCompose(
            repeated -> {
              if (repeated.isEmpty()) {
                throttle.failed(name, caller);
              }
              return Failures.failed(
                  new Failure.Refused(
                      new Refusal(
                          Refusal.Reason.WRONG_CREDENTIALS, "the name or the password is wrong")));
            });
  }

  private boolean isRight(Optional<ChatReader.Account> account, String password) {
    if (account.isEmpty()) {
      passwords.verifyNobody(password);
      return false;
    }
    return passwords.verify(password, account.get().passwordHash());
  }

  private <T> CompletableFuture<T> compute(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      hashing.execute(
          () -> {
            try {
              result.complete(work.call());
            } catch (Exception e) {
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      return Failures.failed(new Failure.NotTaken(NotServing.OVERLOADED));
    }
    return result;
  }
}
