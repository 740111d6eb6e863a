package chat.node.grpc;

import java.time.Duration;

/**
 * The bounds of connections to the clients' port. Clients behind a tunnel come from this machine's
 * own address; they are bounded by their sessions, and not as one address.
 *
 * @param all connections at one time; a further one is closed at once
 * @param ofAddress from one address that isn't this machine's
 * @param calls of clients on one connection at one time, streams among them
 * @param streams of HTTP/2 on one connection, calls that another node passes on among them
 * @param age after which a connection takes no further call; the client opens another
 * @param ageGrace for calls that are under way then
 * @param streamAge of a subscription, which then ends with its cursor, well within that grace
 * @param slowAnswer how long a client may leave an answer unread before its connection is closed
 */
public record ConnectionLimits(
    int all,
    int ofAddress,
    int calls,
    int streams,
    Duration age,
    Duration ageGrace,
    Duration streamAge,
    Duration slowAnswer) {

  public static final ConnectionLimits DEFAULTS =
      new ConnectionLimits(
          12_000,
          1_024,
          1_024,
          24_000,
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  public ConnectionLimits {
    if (all < 1 || ofAddress < 1 || calls < 1 || streams < calls) {
      throw new IllegalArgumentException(
          "at least 1 each: %d connections, %d of an address, %d calls; and %d streams for them"
              .formatted(all, ofAddress, calls, streams));
    }
    if (streamAge.compareTo(ageGrace) >= 0) {
      throw new IllegalArgumentException(
          "a subscription lasts %s, and its connection closes %s after its age"
              .formatted(streamAge, ageGrace));
    }
  }

  /** The same with other numbers of connections. */
  public ConnectionLimits with(int all, int ofAddress) {
    return new ConnectionLimits(
        all, ofAddress, calls, streams, age, ageGrace, streamAge, slowAnswer);
  }
}
