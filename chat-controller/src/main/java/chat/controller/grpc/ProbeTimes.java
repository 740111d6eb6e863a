package chat.controller.grpc;

import java.time.Duration;

/**
 * @param interval between two questions to a node
 * @param silence after which a node that is connected counts as lost
 */
public record ProbeTimes(Duration interval, Duration silence) {
  public ProbeTimes {
    if (!interval.isPositive() || silence.compareTo(interval) <= 0) {
      throw new IllegalArgumentException(
          "the silence limit must be over the interval: " + silence + ", " + interval);
    }
  }
}
