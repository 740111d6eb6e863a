package chat.node.grpc;

import chat.node.chat.AccountName;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Slows failed passwords down: by name, whether the name exists or not, and by the caller's address
 * where that is known. One address may stand for many people, so it has more free failures; and a
 * success clears the name's failures only, for whoever guesses can log in as themselves in between.
 */
final class LoginThrottle {
  private final FailureThrottle<AccountName> byName;
  private final FailureThrottle<String> byAddress;

  LoginThrottle(CallLimits limits, LongSupplier nanoClock, FailureThrottle.Delay delay) {
    this.byName =
        new FailureThrottle<>(
            limits.failuresOfName(), "the password of this name", nanoClock, delay);
    this.byAddress =
        new FailureThrottle<>(
            limits.failuresOfAddress(), "passwords from this address", nanoClock, delay);
  }

  /** Completes when a password of this name may be tried; fails where too many wait. */
  CompletableFuture<Void> admit(AccountName name, Caller caller) {
    CompletableFuture<Void> named = byName.admit(name);
    return caller
        .address()
        .map(address -> named.thenCompose(_ -> byAddress.admit(address)))
        .orElse(named);
  }

  void failed(AccountName name, Caller caller) {
    byName.failed(name);
    caller.address().ifPresent(byAddress::failed);
  }

  void succeeded(AccountName name) {
    byName.succeeded(name);
  }
}
