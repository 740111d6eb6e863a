package chat.node.grpc;

import chat.node.chat.ClusterCommand;
import chat.node.chat.Fingerprint;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.host.Replication.Committed;
import chat.node.host.Store;
import chat.proto.chat.v1.BackupBegin;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.BackupResponse;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.view.View;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/** The whole state as a file, to an operator. One at a time: each is a copy on this node's disk. */
final class BackupEndpoint {
  private static final int CHUNK_BYTES = 256 * 1024;

  private final LocalNode node;
  private final SessionCalls calls;
  private final ClientServer.Parts parts;
  private final Semaphore free;

  BackupEndpoint(LocalNode node, SessionCalls calls, ClientServer.Parts parts) {
    this.node = node;
    this.calls = calls;
    this.parts = parts;
    this.free = new Semaphore(parts.calls().backupsAtOnce());
  }

  List<Method> methods() {
    return List.of(
        Method.download(
            ClusterServiceGrpc.getBackupMethod(),
            Handler.streaming(BackupRequest.parser(), this::backup)));
  }

  /**
   * Notes the backup in the log, then copies. A copy isn't kept, so a repeated request gets none:
   * the log has the note, not the bytes. Session and role are checked again when the copy begins.
   */
  private CompletableFuture<Void> backup(Caller caller, BackupRequest asked, Sink sink)
      throws CallFailure {
    if (free.availablePermits() == 0) {
      throw another().asException(); // Before the log, so that a later try can keep its id.
    }
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("backup"),
                  session -> parts.operators().refusal(session.account()),
                  (session, stamp) -> new ClusterCommand.Backup(stamp, session.account()));
            })
        .thenCompose(
            committed ->
                committed.answer().replayed()
                    ? Failures.failed(new Failure.Refused(repeated(committed)))
                    : calls
                        .authorized(caller, session -> parts.operators().refusal(session.account()))
                        .thenApply(_ -> committed))
        .thenAcceptAsync(committed -> copy(sink, committed.answer().timeMillis()), node.blocking());
  }

  private static Failure another() {
    return new Failure.Limited("another backup is under way", Duration.ofSeconds(1));
  }

  private static Refusal repeated(Committed committed) {
    return new Refusal(
        Refusal.Reason.BACKUP_REPEATED,
        "the backup of this request id is noted at position "
            + committed.answer().position()
            + " and its copy isn't kept: take another one under a new request id");
  }

  private void copy(Sink sink, long timeMillis) {
    try {
      if (!free.tryAcquire()) {
        throw another().asException();
      }
      try {
        Store.Snapshot snapshot = parts.deeds().backup();
        try {
          send(snapshot, timeMillis, new Download(sink, parts.calls().slowReader()));
        } finally {
          Files.deleteIfExists(snapshot.file());
        }
      } finally {
        free.release();
      }
    } catch (CallFailure e) {
      throw new CompletionException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(new Failure.Ending().asException());
    }
  }

  private void send(Store.Snapshot snapshot, long timeMillis, Download download)
      throws CallFailure, InterruptedException, IOException {
    String cluster =
        node.replication().state().view().map(View::clusterId).map(id -> id.value()).orElse("");
    download.send(
        BackupResponse.newBuilder()
            .setBegin(
                BackupBegin.newBuilder()
                    .setClusterId(cluster)
                    .setEpoch(snapshot.position().epoch().value())
                    .setPosition(snapshot.position().index())
                    .setSizeBytes(snapshot.sizeBytes())
                    .setSha256(ByteString.copyFrom(snapshot.sha256()))
                    .setTimeMillis(timeMillis))
            .build());
    try (InputStream file = Files.newInputStream(snapshot.file())) {
      for (byte[] chunk = file.readNBytes(CHUNK_BYTES);
          chunk.length > 0;
          chunk = file.readNBytes(CHUNK_BYTES)) {
        download.send(
            BackupResponse.newBuilder().setChunk(UnsafeByteOperations.unsafeWrap(chunk)).build());
      }
    }
  }
}
