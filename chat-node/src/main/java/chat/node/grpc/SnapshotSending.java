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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives snapshots to learners, so many at a time and not faster than is good for those who write
 * messages meanwhile. Whoever has to wait, for others or for the copy, hears so. Each runs on a
 * virtual thread of its own; its file is removed at the end, however that comes.
 */
public final class SnapshotSending {
  private static final Logger LOG = System.getLogger(SnapshotSending.class.getName());
  private static final int SIGNS_WHILE_PATIENT = 6;

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
    this.slots = new Semaphore(limits.snapshotsAtOnce(), true);
  }

  void send(FetchSnapshotRequest request, ServerCallStreamObserver<FetchSnapshotResponse> call) {
    try {
      if (!request.getClusterId().isEmpty()) {
        var _ = new ClusterId(request.getClusterId());
      }
    } catch (IllegalArgumentException e) {
      fail(call, Status.INVALID_ARGUMENT, "MALFORMED: " + e.getMessage());
      return;
    }
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
    Semaphore ready = new Semaphore(0);
    call.setOnReadyHandler(ready::release);
    call.setOnCancelHandler(ready::release);
    Thread.ofVirtual()
        .name("snapshot-sending")
        .start(
            () -> {
              try {
                sendInTurn(call, ready);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void sendInTurn(ServerCallStreamObserver<FetchSnapshotResponse> call, Semaphore ready)
      throws InterruptedException {
    while (!slots.tryAcquire(signMillis(), TimeUnit.MILLISECONDS)) {
      if (call.isCancelled()) {
        return;
      }
      giveSign(call);
    }
    try {
      send(call, ready);
    } finally {
      slots.release();
    }
  }

  private void send(ServerCallStreamObserver<FetchSnapshotResponse> call, Semaphore ready)
      throws InterruptedException {
    try {
      Store.Snapshot snapshot = copied(call);
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
    }
  }

  /** A copy of a large database takes longer than a learner waits without a word. */
  private Store.Snapshot copied(ServerCallStreamObserver<FetchSnapshotResponse> call)
      throws InterruptedException {
    CompletableFuture<Store.Snapshot> copy =
        CompletableFuture.supplyAsync(
            () -> store.snapshot(folder), Thread.ofVirtual().name("snapshot-copying")::start);
    while (true) {
      try {
        return copy.get(signMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        giveSign(call);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof StoreFailure failure
            ? failure
            : new StoreFailure("a snapshot could not be copied", e);
      }
    }
  }

  private long signMillis() {
    return limits.snapshotPatience().toMillis() / SIGNS_WHILE_PATIENT;
  }

  /** A part that adds nothing. */
  private static void giveSign(ServerCallStreamObserver<FetchSnapshotResponse> call) {
    if (!call.isCancelled() && call.isReady()) {
      call.onNext(FetchSnapshotResponse.newBuilder().setData(ByteString.EMPTY).build());
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
      long began = System.nanoTime();
      long sent = 0;
      while (true) {
        byte[] chunk = file.readNBytes(limits.snapshotChunkBytes());
        if (chunk.length == 0) {
          break;
        }
        ByteString data = UnsafeByteOperations.unsafeWrap(chunk);
        next(call, ready, FetchSnapshotResponse.newBuilder().setData(data).build());
        sent += chunk.length;
        pace(began, sent);
      }
    }
    SnapshotEnd end =
        SnapshotEnd.newBuilder().setSha256(ByteString.copyFrom(snapshot.sha256())).build();
    next(call, ready, FetchSnapshotResponse.newBuilder().setEnd(end).build());
    call.onCompleted();
  }

  /** Waits until so many bytes may have been sent since then. */
  private void pace(long beganNanos, long bytes) throws InterruptedException {
    double seconds = (double) bytes / limits.snapshotBytesPerSecond();
    long early = beganNanos + (long) (seconds * 1e9) - System.nanoTime();
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
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
