package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Result;
import chat.node.host.FakeStore;
import chat.node.host.SnapshotFetcher.Fetched;
import chat.node.host.StoreFailure;
import chat.node.replica.EntryId;
import chat.view.Epoch;
import chat.view.StorageId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A donor with a large database, and learners who wait for its snapshots. */
class SnapshotSendingTest {
  private static final PeerIdentity DONOR = Peer.identity("chat-1", "c");
  private static final EntryId POSITION = new EntryId(new Epoch(3), 77);
  private static final Duration PATIENCE = Duration.ofMillis(600);
  private static final byte[] DATA = new byte[300 << 10];

  @TempDir Path folder;
  private final PeerLinks links = new PeerLinks(DONOR, PeerLimits.DEFAULTS, InstantSource.system());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch copied = new CountDownLatch(1);

  @BeforeEach
  void folders() throws IOException {
    Files.createDirectory(folder.resolve("donor"));
  }

  @AfterEach
  void close() {
    links.close();
  }

  @Test
  void who_waits_for_the_copy_or_for_another_learner_longer_than_its_patience_is_served()
      throws Exception {
    PeerLimits limits = Peer.withSnapshotPatience(PATIENCE);
    try (Peer donor = donor(limits);
        Learner first = new Learner("chat-3", donor, limits);
        Learner second = new Learner("chat-4", donor, limits)) {
      CompletableFuture<Fetched> one = first.fetch();
      begun.await();
      CompletableFuture<Fetched> two = second.fetch();
      Thread.sleep(PATIENCE.multipliedBy(3));
      assertThat(one).isNotDone();
      assertThat(two).isNotDone();
      copied.countDown();
      assertThat(one.get(30, TimeUnit.SECONDS).position()).isEqualTo(POSITION);
      assertThat(two.get(30, TimeUnit.SECONDS).file()).hasBinaryContent(DATA);
    }
    assertThat(folder.resolve("donor")).isEmptyDirectory();
  }

  @Test
  void a_snapshot_is_sent_no_faster_than_it_may() throws Exception {
    copied.countDown();
    int part = PeerLimits.DEFAULTS.snapshotChunkBytes();
    PeerLimits limits = PeerLimits.DEFAULTS.sendingSnapshotsAt(part);
    try (Peer donor = donor(limits);
        Learner learner = new Learner("chat-3", donor, limits)) {
      long began = System.nanoTime();
      assertThat(learner.fetch().get(30, TimeUnit.SECONDS).file()).hasBinaryContent(DATA);
      assertThat(System.nanoTime() - began).isGreaterThan(DATA.length * 1_000_000_000L / part);
    }
  }

  private Peer donor(PeerLimits limits) throws IOException {
    FakeStore store =
        new FakeStore(
            new StorageId("disk"),
            new FakeStore.Retained(100, 1 << 20, 1 << 20, 10),
            (_, _) -> new Result.Nothing()) {
          @Override
          public Snapshot snapshot(Path into) {
            begun.countDown();
            try {
              copied.await();
              Path file = Files.write(Files.createTempFile(into, "snapshot-", ".db"), DATA);
              byte[] sum = MessageDigest.getInstance("SHA-256").digest(DATA);
              return new Snapshot(file, POSITION, DATA.length, sum);
            } catch (IOException | NoSuchAlgorithmException | InterruptedException e) {
              throw new StoreFailure("no copy", e);
            }
          }
        };
    Path snapshots = folder.resolve("donor");
    return new Peer(
        new ReplicationEndpoint(
            DONOR,
            links,
            new HeardPeers(),
            limits,
            new SnapshotSending(DONOR, store, snapshots, limits)));
  }

  private final class Learner implements AutoCloseable {
    private final PeerLinks links;
    private final SnapshotReceiving receiving;

    Learner(String name, Peer donor, PeerLimits limits) throws IOException {
      PeerIdentity self = Peer.identity(name, "c");
      links = new PeerLinks(self, limits, InstantSource.system());
      links.start(new HeardPeers(), Map.of(DONOR.node(), donor.address()));
      Path own = Files.createDirectory(folder.resolve(name));
      receiving = new SnapshotReceiving(self, links, own, limits);
    }

    CompletableFuture<Fetched> fetch() {
      return receiving.fetch(DONOR.node());
    }

    @Override
    public void close() {
      receiving.close();
      links.close();
    }
  }
}
