package chat.node.replica.sim;

/** A write that one client wants done once. */
final class ClientRequest {
  final int client;
  final long id;

  /** Everything up to here was acknowledged to somebody when the request was first made. */
  final long acknowledgedBefore;

  int round;
  boolean done;

  ClientRequest(int client, long id, long acknowledgedBefore) {
    this.client = client;
    this.id = id;
    this.acknowledgedBefore = acknowledgedBefore;
  }
}
