package chat.node.grpc;

import chat.node.chat.AccountName;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Slows failed passwords down: by name and source together, whether the name exists or not, and by
 * the caller's address where that is known. Never by name alone: wrong passwords of strangers slow
 * nobody at another address. A device that presents a token of the account is a source of its own
 * and isn't slowed with its address.
 *
 * <p>One address may stand for many people, so it has more free failures; and a success clears the
 * failures of name and source only, for whoever guesses can log in as themselves in between. All
 * together are bounded by {@link PasswordLines}.
 */
final class LoginThrottle {
  private final FailureThrottle<Guess> byNameAndSource;
  private final FailureThrottle<String> byAddress;

  /** Whose password is tried, and from where. */
  private record Guess(AccountName name, String source) {}

  LoginThrottle(CallLimits limits, LongSupplier nanoClock, FailureThrottle.Delay delay) {
    this.byNameAndSource =
        new FailureThrottle<>(
            limits.failuresOfName(), "the password of this name from here", nanoClock, delay);
    this.byAddress =
        new FailureThrottle<>(
            limits.failuresOfAddress(), "passwords from this address", nanoClock, delay);
  }

  /** Completes when a password of this name may be tried; fails where too many wait. */
  CompletableFuture<Void> admit(AccountName name, PasswordSource source) {
    CompletableFuture<Void> named = byNameAndSource.admit(new Guess(name, source.key()));
    return source
        .strangersAddress()
        .map(address -> named.thenCompose(_ -> byAddress.admit(address)))
        .orElse(named);
  }

  void failed(AccountName name, PasswordSource source) {
    byNameAndSource.failed(new Guess(name, source.key()));
    source.strangersAddress().ifPresent(byAddress::failed);
  }

  void succeeded(AccountName name, PasswordSource source) {
    byNameAndSource.succeeded(new Guess(name, source.key()));
  }
}
