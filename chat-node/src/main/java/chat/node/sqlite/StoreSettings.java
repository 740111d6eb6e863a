package chat.node.sqlite;

/**
 * The bounds of a node's disk.
 *
 * @param retainedEntries log entries kept for followers that fell behind, at most
 * @param retainedBytes the same in bytes of payload
 * @param heldBytes kept instead, in bytes of payload, while a node catches up
 * @param compactStepRows entries dropped in one step of a compaction, so that writes wait little
 * @param checkpointPages the WAL is copied into the database once it holds so many pages
 * @param walLimitBytes the WAL file is cut back to this size once a checkpoint emptied it
 * @param cacheBytes the writer's page cache
 * @param readers connections that read log entries for followers
 * @param checkBytes a start checks the structure of a database up to this size (half a second for
 *     each 200 MiB), and of a larger one only where the last process met damage; the log is always
 *     checked
 */
public record StoreSettings(
    long retainedEntries,
    long retainedBytes,
    long heldBytes,
    int compactStepRows,
    int checkpointPages,
    long walLimitBytes,
    long cacheBytes,
    int readers,
    long checkBytes) {

  private static final long MIB = 1024 * 1024;

  public static final StoreSettings DEFAULTS =
      new StoreSettings(
          100_000, 256 * MIB, 1024 * MIB, 1_000, 4_000, 64 * MIB, 64 * MIB, 2, 512 * MIB);

  public StoreSettings {
    if (heldBytes < retainedBytes) {
      throw new IllegalArgumentException(
          "held %d bytes are fewer than those retained, %d".formatted(heldBytes, retainedBytes));
    }
    if (retainedEntries < 1 || retainedBytes < 1 || compactStepRows < 1 || readers < 1) {
      throw new IllegalArgumentException(
          "at least 1 each: retained entries %d and bytes %d, compaction step %d, readers %d"
              .formatted(retainedEntries, retainedBytes, compactStepRows, readers));
    }
    if (checkpointPages < 1 || walLimitBytes < 0 || cacheBytes < 0 || checkBytes < 0) {
      throw new IllegalArgumentException(
          "checkpoint at %d pages, WAL limit %d, cache %d, check up to %d"
              .formatted(checkpointPages, walLimitBytes, cacheBytes, checkBytes));
    }
  }

  /** The same with another bound for what is held. */
  public StoreSettings holding(long bytes) {
    return new StoreSettings(
        retainedEntries,
        retainedBytes,
        bytes,
        compactStepRows,
        checkpointPages,
        walLimitBytes,
        cacheBytes,
        readers,
        checkBytes);
  }

  /** The same with another retained log. */
  public StoreSettings retaining(long entries, long bytes, int stepRows) {
    return new StoreSettings(
        entries,
        bytes,
        Math.max(heldBytes, bytes),
        stepRows,
        checkpointPages,
        walLimitBytes,
        cacheBytes,
        readers,
        checkBytes);
  }
}
