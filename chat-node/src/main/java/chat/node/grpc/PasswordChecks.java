package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.Refusal;
import chat.node.chat.TokenHash;
import chat.node.replica.NotServing;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Hashes and verifies passwords, slowly for whoever guesses, on threads of their own. */
final class PasswordChecks {
  private final LocalNode node;
  private final LoginThrottle throttle;
  private final Passwords passwords;
  private final PasswordLines lines;

  PasswordChecks(LocalNode node, LoginThrottle throttle, Passwords passwords, PasswordLines lines) {
    this.node = node;
    this.throttle = throttle;
    this.passwords = passwords;
    this.lines = lines;
  }

  CompletableFuture<String> hash(String password, PasswordSource source) {
    return compute(source, () -> passwords.hash(password));
  }

  /**
   * Who tries a password of this name. A token that came with the call and is or was a session of
   * the account makes the caller a device that the account knows.
   */
  CompletableFuture<PasswordSource> sourceOf(AccountName name, Caller caller) {
    PasswordSource stranger = PasswordSource.Stranger.of(caller);
    if (!caller.headers().containsKey(Caller.AUTHORIZATION)) {
      return CompletableFuture.completedFuture(stranger);
    }
    try {
      TokenHash token = caller.token();
      return node.peek(ReadFor.lookUp(caller), () -> node.reader().ownerOf(token))
          .thenApply(
              owner ->
                  owner.filter(name::equals).isPresent()
                      ? new PasswordSource.Device(token)
                      : stranger);
    } catch (CallFailure e) {
      return CompletableFuture.completedFuture(stranger);
    }
  }

  /**
   * The account, as it stood when this was its password. A wrong password and a name that nobody
   * has: one answer, after as much computing. A request that was applied meanwhile is no wrong
   * password, whatever it holds: it isn't counted.
   */
  CompletableFuture<ChatReader.Account> verify(
      AccountName name, String password, Caller caller, PasswordSource source, RequestKey request) {
    return throttle
        .admit(name, source)
        .thenCompose(_ -> node.read(ReadFor.lookUp(caller), () -> node.reader().account(name)))
        .thenCompose(
            found -> {
              Optional<ChatReader.Account> account = found.filter(one -> !one.deleted());
              return compute(source, () -> isRight(account, password))
                  .thenCompose(
                      right ->
                          right && account.isPresent()
                              ? right(account.get(), source)
                              : wrong(name, source, request));
            });
  }

  private CompletableFuture<ChatReader.Account> right(
      ChatReader.Account account, PasswordSource source) {
    throttle.succeeded(account.name(), source);
    return CompletableFuture.completedFuture(account);
  }

  private CompletableFuture<ChatReader.Account> wrong(
      AccountName name, PasswordSource source, RequestKey request) {
    return node.repeated(request)
        .thenCompose(
            repeated -> {
              if (repeated.isEmpty()) {
                throttle.failed(name, source);
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

  private <T> CompletableFuture<T> compute(PasswordSource source, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    lines.add(
        source,
        new PasswordLines.Work() {
          @Override
          public void run() {
            try {
              result.complete(work.call());
            } catch (Throwable e) { // An Error must not end one of the few threads.
              result.completeExceptionally(e);
            }
          }

          @Override
          public void refused() {
            result.completeExceptionally(new Failure.NotTaken(NotServing.OVERLOADED).asException());
          }
        });
    return result;
  }
}
