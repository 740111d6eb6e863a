package chat.node.grpc;

import java.time.Duration;

/**
 * The bounds of streams, by who has them open.
 *
 * @param ofSession subscriptions of one session at one time
 * @param exports of all accounts at one time
 * @param exportsOfSession of one session at one time
 * @param strangersWatches watches of the status without a session at one time
 * @param addressWatches of these from one address that can be told
 * @param strangersWatchAge how long one of these lasts; the client asks again
 * @param accountWatches watches of the status of one account at one time
 * @param forwardedBytes of a stream that another node's client doesn't take, which lie at the node
 *     that passes it on, beside one message: the window of each stream between nodes
 */
public record StreamLimits(
    int ofSession,
    int exports,
    int exportsOfSession,
    int strangersWatches,
    int addressWatches,
    Duration strangersWatchAge,
    int accountWatches,
    int forwardedBytes) {

  public static final StreamLimits DEFAULTS =
      new StreamLimits(16, 64, 2, 16, 4, Duration.ofMinutes(5), 16, 32 * 1024);
}
