package chat.node.grpc;

import chat.node.host.Store;
import chat.node.host.StoreFailure;
import chat.node.replica.EntryId;
import chat.view.Epoch;
import chat.view.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Hands over at once, and gives files of known bytes for snapshots. */
final class FakeDeeds implements NodeDeeds {
  final List<Optional<NodeName>> handedOver = new CopyOnWriteArrayList<>();
  final List<Path> snapshots = new ArrayList<>();
  volatile byte[] content = new byte[0];
  volatile boolean diskFails;
  volatile boolean nobodyTakesOver;
  private final TestCluster cluster;

  FakeDeeds(TestCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void handOver(Optional<NodeName> to) {
    handedOver.add(to);
    if (!nobodyTakesOver) {
      cluster.lead(1);
    }
  }

  @Override
  public Store.Snapshot backup() {
    if (diskFails) {
      throw new StoreFailure("the disk is gone");
    }
    try {
      Path file = Files.createTempFile("snapshot-", ".test");
      Files.write(file, content);
      snapshots.add(file);
      return new Store.Snapshot(
          file,
          new EntryId(new Epoch(1), cluster.state.appliedIndex()),
          content.length,
          MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new StoreFailure("no snapshot", e);
    }
  }
}
