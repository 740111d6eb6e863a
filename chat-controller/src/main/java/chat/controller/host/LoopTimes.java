package chat.controller.host;

import java.time.Duration;

/**
 * @param interval between two turns where nothing happens
 * @param recheck between two reads of the view where nothing happens
 * @param patience how long a controller that isn't the elected one leaves a decision to that one:
 *     then it writes it itself, for the elected one may have died together with the primary
 */
public record LoopTimes(Duration interval, Duration recheck, Duration patience) {
  public LoopTimes {
    if (!interval.isPositive() || recheck.compareTo(interval) < 0 || patience.isNegative()) {
      throw new IllegalArgumentException(
          "not the times of a loop: interval "
              + interval
              + ", recheck "
              + recheck
              + ", patience "
              + patience);
    }
  }
}
