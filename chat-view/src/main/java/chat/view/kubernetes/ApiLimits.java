package chat.view.kubernetes;

import java.time.Duration;

/**
 * How long the API server is waited for. The client retries nothing by itself: a retry that nobody
 * sees would turn a write's unknown outcome into a conflict.
 *
 * @param connect until a connection stands
 * @param request until a request is answered, connecting included
 * @param refresh of silence until a watch looks whether it still hears
 * @param shortestPause before a broken watch is opened again the first time
 * @param longestPause between tries, to which the pause doubles
 */
public record ApiLimits(
    Duration connect,
    Duration request,
    Duration refresh,
    Duration shortestPause,
    Duration longestPause) {

  public static final ApiLimits DEFAULTS =
      new ApiLimits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          Duration.ofMillis(20),
          Duration.ofSeconds(1));

  public ApiLimits {
    if (connect.compareTo(request) > 0) {
      throw new IllegalArgumentException(
          "a request of " + request + " can't wait " + connect + " for its connection");
    }
    if (!shortestPause.isPositive() || shortestPause.compareTo(longestPause) > 0) {
      throw new IllegalArgumentException(
          "pauses from " + shortestPause + " to " + longestPause + " don't grow");
    }
  }
}
