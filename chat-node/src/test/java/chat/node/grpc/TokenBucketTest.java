package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void a_burst_is_taken_and_then_the_rest_is_told_how_long_to_wait() {
    TokenBucket bucket = new TokenBucket(10, 3, 0);
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isEqualTo(SECOND / 10);
    assertThat(bucket.take(SECOND / 20)).isEqualTo(SECOND / 20);
  }

  @Test
  void a_refused_call_takes_nothing() {
    TokenBucket bucket = new TokenBucket(10, 1, 0);
    assertThat(bucket.take(0)).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(bucket.take(0)).isPositive();
    }
    assertThat(bucket.take(SECOND / 10)).isZero();
  }

  @Test
  void over_a_long_time_it_gives_its_rate_and_no_more() {
    TokenBucket bucket = new TokenBucket(10, 5, 0);
    int taken = 0;
    for (long now = 0; now < 10 * SECOND; now += SECOND / 100) {
      taken += bucket.take(now) == 0 ? 1 : 0;
    }
    assertThat(taken).isBetween(10 * 10, 10 * 10 + 5);
  }

  @Test
  void an_idle_bucket_fills_up_to_its_burst_and_not_beyond() {
    TokenBucket bucket = new TokenBucket(10, 2, 0);
    long later = 1000 * SECOND;
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isPositive();
  }

  @Test
  void a_dear_call_is_let_in_and_leaves_a_debt_that_later_calls_wait_for() {
    TokenBucket bucket = new TokenBucket(10, 5, 0);
    assertThat(bucket.take(0, 25)).isZero();
    assertThat(bucket.take(0, 1)).isEqualTo(2 * SECOND + SECOND / 10);
    assertThat(bucket.take(2 * SECOND, 25)).isEqualTo(SECOND / 10);
    assertThat(bucket.take(2 * SECOND + SECOND / 10, 25)).isZero();
  }

  @Test
  void the_clock_may_start_anywhere_and_run_over() {
    long start = Long.MAX_VALUE - SECOND / 20;
    TokenBucket bucket = new TokenBucket(10, 1, start);
    assertThat(bucket.take(start)).isZero();
    assertThat(bucket.take(start + SECOND / 20)).isPositive();
    assertThat(bucket.take(start + SECOND / 10)).isZero();
  }
}
