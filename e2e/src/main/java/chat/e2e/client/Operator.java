package chat.e2e.client;

import chat.proto.chat.v1.BackupBegin;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.BackupResponse;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ListAuditRequest;
import chat.proto.chat.v1.SwitchoverRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a user does who is an operator. */
public final class Operator {
  private static final int BACKUP_SECONDS = 60;

  private final TestClient client;

  public Operator(TestClient client) {
    this.client = client;
  }

  /** Of which cluster the backup is, and the last position that is in it. */
  public record Backup(String clusterId, long position) {}

  /** Has this node lead; repeated as {@link TestClient} does. */
  public void handOverTo(String node) {
    SwitchoverRequest request =
        SwitchoverRequest.newBuilder().setRequestId(TestClient.requestId()).setTo(node).build();
    client.call(ClusterServiceGrpc::newBlockingStub, stub -> stub.switchover(request));
  }

  /** The audit log's newest lines, newest first: who, what and to what, a blank between them. */
  public List<String> audit(int limit) {
    ListAuditRequest request = ListAuditRequest.newBuilder().setLimit(limit).build();
    return client
        .call(ClusterServiceGrpc::newBlockingStub, stub -> stub.listAudit(request))
        .getEntriesList()
        .stream()
        .map(entry -> entry.getActor() + " " + entry.getAction() + " " + entry.getSubject())
        .toList();
  }

  /** The whole state into this file; one attempt. */
  public Backup backup(Path file) {
    Iterator<BackupResponse> parts =
        client
            .withSession(ClusterServiceGrpc.newBlockingStub(client.channel()))
            .withDeadlineAfter(BACKUP_SECONDS, TimeUnit.SECONDS)
            .backup(BackupRequest.newBuilder().setRequestId(TestClient.requestId()).build());
    BackupBegin begin = parts.next().getBegin();
    try (OutputStream out = Files.newOutputStream(file)) {
      while (parts.hasNext()) {
        parts.next().getChunk().writeTo(out);
      }
      return new Backup(begin.getClusterId(), begin.getPosition());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
