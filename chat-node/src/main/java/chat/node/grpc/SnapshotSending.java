package chat.node.grpc;

import chat.node.host.Store;
import chat.node.host.StoreFailure;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.FetchSnapshotResponse;
import chat.proto.replication.v1.SnapshotDescription;
import chat.proto.replication.v1.SnapshotEnd;
import chat.view.ClusterId;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives snapshots to learners, as fast as they take them, so many at a time. Each runs on a virtual
 * thread of its own; its file is removed at the end, however that comes.
 */
public final class SnapshotSending {
  private static final Logger LOG = System.getLogger(SnapshotSending.class.getName());

  private final PeerIdentity self;
  private final Store store;
  private final Path folder;
  private final PeerLimits limits;
  private final Semaphore slots;

  public SnapshotSending(PeerIdentity self, Store store, Path folder, PeerLimits limits) {
    this.self = self;
    this.store = store;
    this.folder = folder;
    this.limits = limits;
    this.slots = new Semaphore(limits.snapshotsAtOnce());
  }

  void send(FetchSnapshotRequest request, ServerCallStreamObserver<FetchSnapshotResponse> call) {
    String own = self.cluster().get().map(ClusterId::value).orElse("");
    if (own.isEmpty() || !own.equals(request.getClusterId())) {
      fail(
          call,
          Status.FAILED_PRECONDITION,
          "CLUSTER_MISMATCH: asked for a snapshot of cluster '"
              + request.getClusterId()
              + "', this is '"
              + own
              + "'");
      return;
    }
    if (!slots.tryAcquire()) {
      fail(call, Status.RESOURCE_EXHAUSTED, "SNAPSHOTS_BUSY: another snapshot is under way");
      return;
    }
    Semaphore ready = new Semaphore(0);
    call.setOnReadyHandler(ready::release);
    call.setOnCancelHandler(ready::release);
    Thread.ofVirtual()
        .name("snapshot-sending")
        .start(
            () -> {
              try {
                send(call, ready);
              } finally {
                slots.release();
              }
            });
  }

  private void send(ServerCallStreamObserver<FetchSnapshotResponse> call, Semaphore ready) {
    try {
      Store.Snapshot snapshot = store.snapshot(folder);
      try {
        LOG.log(
            Level.INFO,
            "sending a snapshot of {0}: {1} bytes",
            snapshot.position(),
            snapshot.sizeBytes());
        stream(snapshot, call, ready);
        LOG.log(Level.INFO, "sent the snapshot of {0}", snapshot.position());
      } finally {
        Files.deleteIfExists(snapshot.file());
      }
    } catch (StoreFailure | IOException | TimeoutException e) {
      LOG.log(Level.WARNING, "a snapshot was not sent: {0}", e.getMessage());
      fail(call, Status.ABORTED, "SNAPSHOT_FAILED: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stream(
      Store.Snapshot snapshot,
      ServerCallStreamObserver<FetchSnapshotResponse> call,
      Semaphore ready)
      throws IOException, InterruptedException, TimeoutException {
    SnapshotDescription description =
        SnapshotDescription.newBuilder()
            .setClusterId(self.cluster().get().map(ClusterId::value).orElse(""))
            .setEpoch(snapshot.position().epoch().value())
            .setIndex(snapshot.position().index())
            .setSizeBytes(snapshot.sizeBytes())
            .build();
    next(call, ready, FetchSnapshotResponse.newBuilder().setDescription(description).build());
    try (InputStream file = Files.newInputStream(snapshot.file())) {
      while (true) {
        byte[] chunk = file.readNBytes(limits.snapshotChunkBytes());
        if (chunk.length == 0) {
          break;
        }
        ByteString data = UnsafeByteOperations.unsafeWrap(chunk);
        next(call, ready, FetchSnapshotResponse.newBuilder().setData(data).build());
      }
    }
    SnapshotEnd end =
        SnapshotEnd.newBuilder().setSha256(ByteString.copyFrom(snapshot.sha256())).build();
    next(call, ready, FetchSnapshotResponse.newBuilder().setEnd(end).build());
    call.onCompleted();
  }

  private void next(
      ServerCallStreamObserver<FetchSnapshotResponse> call,
      Semaphore ready,
      FetchSnapshotResponse part)
      throws IOException, InterruptedException, TimeoutException {
    while (!call.isReady()) {
      if (call.isCancelled()) {
        throw new IOException("the learner went away");
      }
      if (!ready.tryAcquire(limits.snapshotPatience().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("the learner took nothing for " + limits.snapshotPatience());
      }
    }
    call.onNext(part);
  }

  private static void fail(
      ServerCallStreamObserver<FetchSnapshotResponse> call, Status status, String reason) {
    if (!call.isCancelled()) {
      call.onError(status.withDescription(reason).asRuntimeException());
    }
  }
}
