package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import chat.node.chat.TokenHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final CallLimits LIMITS = CallLimits.DEFAULTS;
  private static final FailureThrottle.Bounds NAME = LIMITS.failuresOfName();
  private static final FailureThrottle.Bounds ADDRESS = LIMITS.failuresOfAddress();
  private static final AccountName ALICE = new AccountName("alice");
  private static final PasswordSource TUNNELLED =
      new PasswordSource.Stranger("tunnel 1", Optional.empty());

  private long now = 0;
  private final List<Waiter> waiters = new ArrayList<>();
  private final LoginThrottle throttle =
      new LoginThrottle(LIMITS, () -> now, pause -> work -> waiters.add(new Waiter(pause, work)));

  private record Waiter(Duration pause, Runnable work) {}

  private static PasswordSource from(String address) {
    return new PasswordSource.Stranger(address, Optional.of(address));
  }

  private void fail(AccountName name, PasswordSource caller, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(name, caller);
    }
  }

  private List<Duration> pauses() {
    return waiters.stream().map(Waiter::pause).toList();
  }

  @Test
  void the_first_failures_are_free() {
    fail(ALICE, TUNNELLED, NAME.freeFailures() - 1);
    assertThat(throttle.admit(ALICE, TUNNELLED)).isCompleted();
  }

  @Test
  void then_each_failure_doubles_the_wait_up_to_the_longest() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    for (int i = 0; i < 3; i++) {
      throttle.admit(ALICE, TUNNELLED);
      throttle.failed(ALICE, TUNNELLED);
    }
    assertThat(pauses())
        .containsExactly(
            NAME.firstDelay(),
            NAME.firstDelay().multipliedBy(2),
            NAME.firstDelay().multipliedBy(4));
    fail(ALICE, TUNNELLED, 100);
    throttle.admit(ALICE, TUNNELLED);
    assertThat(pauses()).last().isEqualTo(NAME.lastDelay());
  }

  @Test
  void a_slowed_login_goes_on_after_its_wait() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    CompletableFuture<Void> admitted = throttle.admit(ALICE, TUNNELLED);
    assertThat(admitted).isNotDone();
    waiters.getFirst().work().run();
    assertThat(admitted).isCompleted();
  }

  @Test
  void more_that_wait_for_one_name_are_turned_away_until_one_goes_on() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    for (int i = 0; i < NAME.waiting(); i++) {
      assertThat(throttle.admit(ALICE, TUNNELLED)).isNotDone();
    }
    assertThat(throttle.admit(ALICE, TUNNELLED)).isCompletedExceptionally();
    waiters.getFirst().work().run();
    assertThat(throttle.admit(ALICE, TUNNELLED)).isNotDone();
  }

  @Test
  void a_success_clears_the_name() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    throttle.succeeded(ALICE, TUNNELLED);
    assertThat(throttle.admit(ALICE, TUNNELLED)).isCompleted();
  }

  @Test
  void strangers_slow_nobody_at_another_address_or_behind_another_tunnel() {
    fail(ALICE, from("10.0.0.1"), NAME.freeFailures());
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    assertThat(throttle.admit(ALICE, from("10.0.0.2"))).isCompleted();
    assertThat(throttle.admit(ALICE, new PasswordSource.Stranger("tunnel 2", Optional.empty())))
        .isCompleted();
  }

  @Test
  void a_device_of_the_account_is_not_slowed_with_its_address() {
    fail(ALICE, from("10.0.0.1"), ADDRESS.freeFailures());
    PasswordSource device = new PasswordSource.Device(TokenHash.of(new byte[32]));
    assertThat(throttle.admit(ALICE, device)).isCompleted();
    fail(ALICE, device, NAME.freeFailures());
    assertThat(throttle.admit(ALICE, device)).isNotDone();
  }

  @Test
  void another_name_is_not_slowed() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    assertThat(throttle.admit(new AccountName("bob"), TUNNELLED)).isCompleted();
  }

  @Test
  void failures_are_forgotten_long_after_the_last_one() {
    fail(ALICE, TUNNELLED, NAME.freeFailures());
    now = NAME.lastDelay().toNanos() * 2;
    assertThat(throttle.admit(ALICE, TUNNELLED)).isNotDone();
    waiters.getFirst().work().run();
    now++;
    assertThat(throttle.admit(ALICE, TUNNELLED)).isCompleted();
  }

  @Test
  void an_address_that_tries_many_names_is_slowed_and_another_is_not() {
    for (int i = 0; i < ADDRESS.freeFailures(); i++) {
      throttle.failed(new AccountName("name" + i), from("10.0.0.1"));
    }
    assertThat(throttle.admit(ALICE, from("10.0.0.1"))).isNotDone();
    assertThat(throttle.admit(ALICE, from("10.0.0.2"))).isCompleted();
    assertThat(throttle.admit(ALICE, TUNNELLED)).isCompleted();
  }

  @Test
  void a_success_does_not_clear_the_address() {
    fail(ALICE, from("10.0.0.1"), ADDRESS.freeFailures());
    throttle.succeeded(ALICE, from("10.0.0.1"));
    assertThat(throttle.admit(ALICE, from("10.0.0.1"))).isNotDone();
  }

  @Test
  void of_more_names_than_are_remembered_the_oldest_is_forgotten() {
    var bounds = new FailureThrottle.Bounds(2, 1, NAME.firstDelay(), NAME.lastDelay(), 1);
    var small = new FailureThrottle<String>(bounds, "a test", () -> now, _ -> _ -> {});
    small.failed("a");
    small.failed("b");
    small.failed("c");
    assertThat(small.admit("a")).isCompleted();
    assertThat(small.admit("b")).isNotDone();
    assertThat(small.admit("c")).isNotDone();
  }
}
