package chat.controller.kubernetes;

import java.time.Duration;

/**
 * @param duration of silence after which others take the lease; whole seconds
 * @param renewDeadline after which a holder that could not renew no longer counts itself as one
 * @param retry between two renewals, and between two looks of one that waits
 */
public record LeaseTimes(Duration duration, Duration renewDeadline, Duration retry) {
  public LeaseTimes {
    if (duration.toSeconds() < 1 || !duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      throw new IllegalArgumentException("a lease lasts whole seconds: " + duration);
    }
    if (!retry.isPositive()
        || retry.compareTo(renewDeadline) >= 0
        || renewDeadline.compareTo(duration) >= 0) {
      throw new IllegalArgumentException(
          "a lease needs retry < renew deadline < duration: "
              + retry
              + ", "
              + renewDeadline
              + ", "
              + duration);
    }
  }
}
