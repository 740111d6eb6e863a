package chat.node.grpc;

/**
 * What the clients' port has to do, for the metrics.
 *
 * @param readsQueued reads that wait for a thread
 * @param readsInterrupted reads that took too long, or whose caller went while they ran
 * @param readsRefused reads that were turned away
 * @param readsDropped reads that were not begun because their caller was gone
 * @param answersBytes of answers that have not left the node yet
 * @param subscriptions that are open
 * @param connections that are open
 * @param connectionsRefused connections that were closed at once, as one too many
 */
public record ClientLoad(
    int readsQueued,
    long readsInterrupted,
    long readsRefused,
    long readsDropped,
    long answersBytes,
    int subscriptions,
    int connections,
    long connectionsRefused) {
  public static final ClientLoad NONE = new ClientLoad(0, 0, 0, 0, 0, 0, 0, 0);
}
