package chat.cli.client;

import static chat.cli.client.RetryingCalls.Effect.CHANGES;
import static chat.cli.client.RetryingCalls.Effect.READS;

import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ListAuditRequest;
import chat.proto.chat.v1.ListAuditResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import chat.proto.chat.v1.SwitchoverResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators do. As {@link ChatClient}: blocking, retried, any thread. */
public final class ClusterCalls {
  private final RetryingCalls calls;
  private final Optional<byte[]> token;

  ClusterCalls(RetryingCalls calls, Optional<byte[]> token) {
    this.calls = calls;
    this.token = token;
  }

  public record Leader(String primary, long epoch) {}

  /** To a node, or where it is empty to the best one. */
  public Leader switchover(RequestId id, String to) throws ChatFailure {
    SwitchoverRequest request =
        SwitchoverRequest.newBuilder().setRequestId(Wire.bytes(id)).setTo(to).build();
    SwitchoverResponse answer =
        calls.call(ClusterServiceGrpc.getSwitchoverMethod(), CHANGES, token, request);
    return new Leader(answer.getPrimary(), answer.getEpoch());
  }

  /** {@code actor} is empty for the cluster itself. */
  public record AuditEntry(
      long position, long timeMillis, String actor, String action, String subject) {}

  /** Newest first, {@code limit} at most. */
  public List<AuditEntry> audit(int limit) throws ChatFailure {
    List<AuditEntry> entries = new ArrayList<>();
    long before = 0;
    do {
      ListAuditRequest request =
          ListAuditRequest.newBuilder()
              .setLimit(limit - entries.size())
              .setBeforePosition(before)
              .build();
      ListAuditResponse page =
          calls.call(ClusterServiceGrpc.getListAuditMethod(), READS, token, request);
      page.getEntriesList()
          .forEach(
              e ->
                  entries.add(
                      new AuditEntry(
                          e.getPosition(),
                          e.getTimeMillis(),
                          e.getActor(),
                          e.getAction(),
                          e.getSubject())));
      before = page.getNextBefore();
    } while (before != 0 && entries.size() < limit);
    return entries;
  }

  /** Takes a backup in. An exception of its own ends the transfer. */
  public interface BackupSink {
    void begin(BackupFile file) throws ChatFailure;

    void chunk(byte[] bytes) throws ChatFailure;
  }

  /** What a backup is, before its bytes. */
  public record BackupFile(
      String clusterId, long epoch, long position, long sizeBytes, byte[] sha256, long timeMillis) {
    public BackupFile {
      sha256 = sha256.clone();
    }

    @Override
    public byte[] sha256() {
      return sha256.clone();
    }
  }

  /** How often a backup is asked for again under a new id before its failure is told. */
  private static final int NEW_IDS = 3;

  /**
   * A copy comes once for an id. Where an attempt was noted and its copy got lost, the next one
   * needs a new id.
   */
  public void backup(RequestId id, BackupSink sink) throws ChatFailure {
    RequestId now = id;
    for (int left = NEW_IDS; ; left--) {
      try {
        copy(now, sink);
        return;
      } catch (ChatFailure failure) {
        if (left == 0 || !failure.reason().equals("BACKUP_REPEATED")) {
          throw failure;
        }
        now = RequestId.random();
      }
    }
  }

  private void copy(RequestId id, BackupSink sink) throws ChatFailure {
    BackupRequest request = BackupRequest.newBuilder().setRequestId(Wire.bytes(id)).build();
    calls.stream(
        ClusterServiceGrpc.getBackupMethod(),
        token,
        request,
        part -> {
          switch (part.getPartCase()) {
            case BEGIN -> sink.begin(Wire.backup(part.getBegin()));
            case CHUNK -> sink.chunk(part.getChunk().toByteArray());
            case PART_NOT_SET -> {}
          }
        });
  }
}
