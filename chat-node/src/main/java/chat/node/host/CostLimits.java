package chat.node.host;

import java.time.Duration;

/**
 * What the loop takes on in cost and bytes. The unit of cost is one short message, see {@link
 * chat.node.chat.CommandCost}.
 *
 * @param queuedCost of commands submitted and not yet given to the core; beyond it: OVERLOADED
 * @param turnCost of commands that become one proposal (one command at least)
 * @param sliceCost of entries that are applied before the loop turns to its queue again (one entry
 *     at least)
 * @param unweighedEntries applied in a slice where the entries are not in memory to be weighed
 * @param waitingBytes of heap that commands hold from being submitted to being answered; beyond it:
 *     OVERLOADED
 * @param entryBytes the largest command that the links between nodes carry
 * @param commitPatience a commit index that stands still for longer has new commands refused
 * @param stuckAfter a loop without a turn for longer gives no signs of life
 */
public record CostLimits(
    int queuedCost,
    int turnCost,
    int sliceCost,
    int unweighedEntries,
    long waitingBytes,
    int entryBytes,
    Duration commitPatience,
    Duration stuckAfter) {

  public static final CostLimits DEFAULT =
      new CostLimits(
          32_768,
          1024,
          512,
          256,
          WaitingBudget.ofHeap(),
          (8 << 20) - (64 << 10),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15));

  public CostLimits {
    if (queuedCost < 1 || turnCost < 1 || sliceCost < 1 || unweighedEntries < 1) {
      throw new IllegalArgumentException("a turn, a slice and the queue must take at least one");
    }
  }

  /** These limits with another budget for what waits. */
  public CostLimits withWaitingBytes(long bytes) {
    return new CostLimits(
        queuedCost,
        turnCost,
        sliceCost,
        unweighedEntries,
        bytes,
        entryBytes,
        commitPatience,
        stuckAfter);
  }

  /** These limits with other bounds for work at one time. */
  public CostLimits withWork(int turnCost, int sliceCost) {
    return new CostLimits(
        queuedCost,
        turnCost,
        sliceCost,
        unweighedEntries,
        waitingBytes,
        entryBytes,
        commitPatience,
        stuckAfter);
  }

  /** These limits with other waits. */
  public CostLimits withPatience(Duration commitPatience, Duration stuckAfter) {
    return new CostLimits(
        queuedCost,
        turnCost,
        sliceCost,
        unweighedEntries,
        waitingBytes,
        entryBytes,
        commitPatience,
        stuckAfter);
  }
}
