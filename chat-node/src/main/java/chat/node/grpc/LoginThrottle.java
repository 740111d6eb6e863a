package chat.node.grpc;

import chat.node.chat.AccountName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Slows failed logins down, by name, whether the name exists or not. In memory of the primary only:
 * a failover forgets, which gives a guesser a few tries. Holds no thread while a login waits.
 */
final class LoginThrottle {
  private static final int MAX_DOUBLINGS = 20;

  private final CallLimits limits;
  private final Map<AccountName, Streak> byName =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountName, Streak> eldest) {
          return size() > limits.loginsRemembered();
        }
      };

  LoginThrottle(CallLimits limits) {
    this.limits = limits;
  }

  /** Failures in a row of one name, and the logins that wait because of them. */
  private static final class Streak {
    private int count;
    private int waiting;
    private long lastNanos;
  }

  /** Completes when the next login of this name may be tried; fails where too many wait. */
  synchronized CompletableFuture<Void> admit(AccountName name) {
    Streak streak = byName.get(name);
    if (streak != null && isForgotten(streak)) {
      byName.remove(name);
      streak = null;
    }
    if (streak == null || streak.count < limits.freeLoginFailures()) {
      return CompletableFuture.completedFuture(null);
    }
    Duration delay = delayAfter(streak.count);
    if (streak.waiting >= limits.delayedLogins()) {
      return Failures.failed(
          new Failure.Limited("too many failed logins for this name; wait", delay));
    }
    streak.waiting++;
    Streak slowed = streak;
    return CompletableFuture.runAsync(
        () -> leave(slowed),
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  synchronized void failed(AccountName name) {
    Streak streak = byName.computeIfAbsent(name, _ -> new Streak());
    streak.count++;
    streak.lastNanos = System.nanoTime();
  }

  synchronized void succeeded(AccountName name) {
    byName.remove(name);
  }

  private synchronized void leave(Streak streak) {
    streak.waiting--;
  }

  private boolean isForgotten(Streak streak) {
    return streak.waiting == 0
        && System.nanoTime() - streak.lastNanos > limits.lastLoginDelay().toNanos() * 2;
  }

  private Duration delayAfter(int count) {
    int doublings = Math.min(count - limits.freeLoginFailures(), MAX_DOUBLINGS);
    Duration delay = limits.firstLoginDelay().multipliedBy(1L << doublings);
    return delay.compareTo(limits.lastLoginDelay()) < 0 ? delay : limits.lastLoginDelay();
  }
}
