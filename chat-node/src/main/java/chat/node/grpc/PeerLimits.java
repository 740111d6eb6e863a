package chat.node.grpc;

import java.time.Duration;

/**
 * The bounds of the links between nodes.
 *
 * @param messageBytes the largest message taken in
 * @param readyBytes what a stream buffers before it counts as not ready
 * @param queueBytes what waits for a stream that isn't ready; beyond it messages are lost
 * @param roomBytes a link with less than that in its queue has room for entries
 * @param untakenMessages that a peer may send ahead of the loop
 * @param flowControlBytes the window of a connection
 * @param quickAttempts connection attempts after a break that follow each other quickly
 * @param firstPause between the first of those, growing to {@code quickPause}: a process that dies
 *     resets a connection or two before it refuses them
 * @param quickPause between those, from half of it to all of it
 * @param slowPause between later attempts, and after a peer that isn't the one meant
 * @param helloPatience from the attempt to the peer's Hello
 * @param snapshotPatience for the next part of a snapshot
 * @param snapshotChunkBytes data in one part of a snapshot
 * @param snapshotsAtOnce that this node gives out; who asks for more waits
 * @param snapshotBytesPerSecond of each: whoever sends one has messages to acknowledge, too
 * @param reportPause the longest time between two reports to a controller that watches
 */
public record PeerLimits(
    int messageBytes,
    int readyBytes,
    int queueBytes,
    int roomBytes,
    int untakenMessages,
    int flowControlBytes,
    int quickAttempts,
    Duration firstPause,
    Duration quickPause,
    Duration slowPause,
    Duration helloPatience,
    Duration snapshotPatience,
    int snapshotChunkBytes,
    int snapshotsAtOnce,
    long snapshotBytesPerSecond,
    Duration reportPause) {

  /** The longest id or token in a Hello; names and cluster ids have their own forms. */
  static final int ID_CHARACTERS = 64;

  /** The longest name or version that a controller says of itself. */
  static final int CONTROLLER_CHARACTERS = 253;

  public static final PeerLimits DEFAULTS =
      new PeerLimits(
          8 << 20,
          1 << 20,
          8 << 20,
          2 << 20,
          64,
          4 << 20,
          100,
          Duration.ofMillis(4),
          Duration.ofMillis(60),
          Duration.ofMillis(1000),
          Duration.ofMillis(3000),
          Duration.ofSeconds(30),
          128 << 10,
          1,
          40 << 20,
          Duration.ofMillis(500));

  public PeerLimits {
    if (snapshotBytesPerSecond < snapshotChunkBytes) {
      throw new IllegalArgumentException(
          "%d bytes of a snapshot a second, less than one part of %d"
              .formatted(snapshotBytesPerSecond, snapshotChunkBytes));
    }
  }

  /**
   * Refuses a text of a peer that is longer than so many characters.
   *
   * @throws IllegalArgumentException where it is, with its length and never the text itself
   */
  static void checkLength(String what, String text, int most) {
    if (text.length() > most) {
      throw new IllegalArgumentException(
          "a %s of %d characters, more than %d".formatted(what, text.length(), most));
    }
  }

  /** The same with another speed of snapshots. */
  public PeerLimits sendingSnapshotsAt(long bytesPerSecond) {
    return new PeerLimits(
        messageBytes,
        readyBytes,
        queueBytes,
        roomBytes,
        untakenMessages,
        flowControlBytes,
        quickAttempts,
        firstPause,
        quickPause,
        slowPause,
        helloPatience,
        snapshotPatience,
        snapshotChunkBytes,
        snapshotsAtOnce,
        bytesPerSecond,
        reportPause);
  }
}
