package chat.node.grpc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many accounts may be made a second: from one address where it is known, and from all whose
 * address isn't known together. In memory of the primary only.
 */
final class Registrations {
  private static final String UNKNOWN = "";

  private final CallLimits limits;
  private final LongSupplier nanoClock;
  private final Map<String, TokenBucket> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
          return size() > limits.addressesRemembered();
        }
      };

  Registrations(CallLimits limits, LongSupplier nanoClock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /** Takes one registration, or says why not. */
  synchronized Optional<Failure> take(Caller caller) {
    long now = nanoClock.getAsLong();
    long missing =
        byAddress
            .computeIfAbsent(
                caller.address().orElse(UNKNOWN),
                _ ->
                    new TokenBucket(
                        limits.registrationsPerSecond(), limits.registrationBurst(), now))
            .take(now);
    return missing == 0
        ? Optional.empty()
        : Optional.of(
            new Failure.Limited(
                "more accounts than may be made from one place a second",
                Duration.ofNanos(missing)));
  }
}
