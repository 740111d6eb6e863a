package chat.node.host;

import chat.node.replica.EntryId;
import chat.view.NodeName;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Gets snapshots from other nodes. Nothing blocks; one fetch at a time. */
public interface SnapshotFetcher {

  /**
   * Completes with a file beside the store whose checksum was verified, or fails; then no file is
   * left. Who takes the file removes it.
   */
  CompletableFuture<Fetched> fetch(NodeName donor);

  /** A snapshot as it arrived. */
  record Fetched(Path file, EntryId position) {}
}
