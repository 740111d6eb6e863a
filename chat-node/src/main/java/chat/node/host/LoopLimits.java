package chat.node.host;

import java.time.Duration;

/**
 * How much the loop takes on and how long it waits.
 *
 * @param queuedCommands submitted and not yet given to the core; beyond it: OVERLOADED
 * @param queuedReads reads whose barrier is open; beyond it: OVERLOADED
 * @param turnCommands commands that become one proposal
 * @param turnBytes payload bytes that become one proposal (one command at least)
 * @param messageBytes payload bytes of entries in one message to a follower
 * @param tailBytes payload bytes of recent entries kept in memory
 * @param heartbeat between heartbeats
 * @param silence of a node until it is suspected
 * @param ownPause a turn that long after the last one says that this process stood still
 * @param promotionWait from losing the primary to promoting oneself, and between tries
 * @param promotionSpread random part on top of it
 * @param compactionPause between looks at whether old log entries can go
 * @param longestHold that a node which catches up keeps them from going
 * @param holdGrace after such a node was last heard of: it is silent while it installs a snapshot
 * @param costs what the loop takes on in cost and bytes
 */
public record LoopLimits(
    int queuedCommands,
    int queuedReads,
    int turnCommands,
    long turnBytes,
    long messageBytes,
    long tailBytes,
    Duration heartbeat,
    Duration silence,
    Duration ownPause,
    Duration promotionWait,
    Duration promotionSpread,
    Duration compactionPause,
    Duration longestHold,
    Duration holdGrace,
    CostLimits costs) {

  public static final LoopLimits DEFAULT =
      new LoopLimits(
          8192,
          16384,
          1024,
          4L << 20,
          1L << 20,
          32L << 20,
          Duration.ofMillis(100),
          Duration.ofMillis(1000),
          Duration.ofMillis(400),
          Duration.ofMillis(2000),
          Duration.ofMillis(1000),
          Duration.ofMillis(1000),
          Duration.ofMinutes(10),
          Duration.ofSeconds(60),
          CostLimits.DEFAULT);

  public LoopLimits {
    if (queuedCommands < 1 || queuedReads < 1 || turnCommands < 1) {
      throw new IllegalArgumentException("the loop must take at least one of each");
    }
    if (heartbeat.compareTo(silence) >= 0) {
      throw new IllegalArgumentException(
          "a heartbeat every " + heartbeat + " can't be missed within " + silence);
    }
  }

  /** These limits with other timers, in milliseconds. */
  public LoopLimits withTimers(long heartbeat, long silence, long promotionWait, long spread) {
    return new LoopLimits(
        queuedCommands,
        queuedReads,
        turnCommands,
        turnBytes,
        messageBytes,
        tailBytes,
        Duration.ofMillis(heartbeat),
        Duration.ofMillis(silence),
        ownPause,
        Duration.ofMillis(promotionWait),
        Duration.ofMillis(spread),
        compactionPause,
        longestHold,
        holdGrace,
        costs);
  }

  /** These limits with other bounds of cost and bytes. */
  public LoopLimits withCosts(CostLimits costs) {
    return new LoopLimits(
        queuedCommands,
        queuedReads,
        turnCommands,
        turnBytes,
        messageBytes,
        tailBytes,
        heartbeat,
        silence,
        ownPause,
        promotionWait,
        promotionSpread,
        compactionPause,
        longestHold,
        holdGrace,
        costs);
  }
}
