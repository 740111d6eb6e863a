package chat.node.grpc;

import chat.node.host.SnapshotFetcher;
import chat.node.replica.EntryId;
import chat.proto.replication.v1.FetchSnapshotRequest;
import chat.proto.replication.v1.FetchSnapshotResponse;
import chat.proto.replication.v1.ReplicationServiceGrpc;
import chat.proto.replication.v1.SnapshotDescription;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.NodeName;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gets snapshots from donors into files, and believes none whose checksum doesn't match. */
public final class SnapshotReceiving implements SnapshotFetcher, AutoCloseable {
  private static final Logger LOG = System.getLogger(SnapshotReceiving.class.getName());
  private static final long PROGRESS_LOG_BYTES = 64L << 20;

  /** So little at a time that others on this disk don't wait for it, and memory never fills. */
  private static final long SYNCED_BYTES = 8L << 20;

  private final PeerIdentity self;
  private final PeerLinks links;
  private final Path folder;
  private final PeerLimits limits;
  private final AtomicLong receivedBytes = new AtomicLong();
  private final AtomicLong expectedBytes = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("snapshot-patience").daemon().factory());

  public SnapshotReceiving(PeerIdentity self, PeerLinks links, Path folder, PeerLimits limits) {
    this.self = self;
    this.links = links;
    this.folder = folder;
    this.limits = limits;
  }

  /** Of the snapshot under way, or the last one. */
  public long receivedBytes() {
    return receivedBytes.get();
  }

  public long expectedBytes() {
    return expectedBytes.get();
  }

  @Override
  public CompletableFuture<Fetched> fetch(NodeName donor) {
    CompletableFuture<Fetched> fetched = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("snapshot-receiving")
        .start(
            () -> {
              try {
                fetched.complete(receive(donor));
              } catch (Exception e) {
                fetched.completeExceptionally(e);
              }
            });
    return fetched;
  }

  private Fetched receive(NodeName donor) throws Exception {
    ManagedChannel channel =
        links.channelTo(donor).orElseThrow(() -> new IOException("no address of " + donor));
    Path file = Files.createTempFile(folder, "incoming-", ".snapshot");
    Context.CancellableContext context = Context.current().withCancellation();
    boolean complete = false;
    try {
      EntryId position = context.call(() -> receive(channel, donor, file, context));
      complete = true;
      return new Fetched(file, position);
    } finally {
      context.cancel(null);
      if (!complete) {
        Files.deleteIfExists(file);
      }
    }
  }

  private EntryId receive(
      ManagedChannel channel, NodeName donor, Path file, Context.CancellableContext context)
      throws IOException, NoSuchAlgorithmException {
    String cluster = self.cluster().get().map(ClusterId::value).orElse("");
    ScheduledFuture<?> patience = patience(context);
    Iterator<FetchSnapshotResponse> parts =
        ReplicationServiceGrpc.newBlockingStub(channel)
            .fetchSnapshot(FetchSnapshotRequest.newBuilder().setClusterId(cluster).build());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    SnapshotDescription description = null;
    byte @Nullable [] checksum = null;
    long size = 0;
    long logged = 0;
    long synced = 0;
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      while (checksum == null && parts.hasNext()) {
        FetchSnapshotResponse part = parts.next();
        patience.cancel(false);
        patience = patience(context);
        switch (part.getPartCase()) {
          case DESCRIPTION -> {
            description = part.getDescription();
            expectedBytes.set(description.getSizeBytes());
            receivedBytes.set(0);
          }
          case DATA -> {
            for (ByteBuffer data : part.getData().asReadOnlyByteBufferList()) {
              digest.update(data.duplicate());
              while (data.hasRemaining()) {
                size += out.write(data);
              }
            }
            receivedBytes.set(size);
            if (size - synced >= SYNCED_BYTES) {
              synced = size;
              out.force(false);
            }
          }
          case END -> checksum = part.getEnd().getSha256().toByteArray();
          case PART_NOT_SET -> throw new IOException(donor + " sent a part without content");
        }
        if (description != null && size - logged >= PROGRESS_LOG_BYTES) {
          logged = size;
          LOG.log(
              Level.INFO,
              String.format(
                  Locale.ROOT,
                  "snapshot from %s: %d of %d bytes",
                  donor,
                  size,
                  description.getSizeBytes()));
        }
      }
    } finally {
      patience.cancel(false);
    }
    if (description == null
        || checksum == null
        || size != description.getSizeBytes()
        || !MessageDigest.isEqual(checksum, digest.digest())) {
      throw new IOException(
          "the snapshot from " + donor + " is incomplete or damaged: " + size + " bytes");
    }
    return new EntryId(new Epoch(description.getEpoch()), description.getIndex());
  }

  private ScheduledFuture<?> patience(Context.CancellableContext context) {
    return timer.schedule(
        () -> context.cancel(new IOException("no part within " + limits.snapshotPatience())),
        limits.snapshotPatience().toMillis(),
        TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
