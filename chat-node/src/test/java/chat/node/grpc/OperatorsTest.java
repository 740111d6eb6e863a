package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.proto.chat.v1.AuditEntry;
import chat.proto.chat.v1.BackupBegin;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.BackupResponse;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.ListAuditRequest;
import chat.proto.chat.v1.ListAuditResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import chat.proto.chat.v1.SwitchoverResponse;
import chat.proto.chat.v1.WhoAmIRequest;
import chat.view.NodeName;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OperatorsTest {
  private TestCluster cluster;
  private byte[] root;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS);
    cluster.lead(0);
    root = cluster.join("root");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private ClusterServiceGrpc.ClusterServiceBlockingStub as(byte[] token, int node) {
    return cluster.cluster(node, token);
  }

  private static SwitchoverRequest switchover(String to) {
    return SwitchoverRequest.newBuilder().setRequestId(requestId()).setTo(to).build();
  }

  private static BackupRequest backup() {
    return BackupRequest.newBuilder().setRequestId(requestId()).build();
  }

  @Test
  void an_operator_hands_over_and_is_told_who_leads_now() {
    SwitchoverResponse answer = as(root, 0).switchover(switchover("chat-1"));

    assertThat(answer.getPrimary()).isEqualTo("chat-1");
    assertThat(answer.getEpoch()).isEqualTo(2);
    assertThat(cluster.deeds.handedOver).containsExactly(Optional.of(new NodeName("chat-1")));
  }

  @Test
  void a_hand_over_is_done_once_though_the_forwarded_call_breaks_with_the_epoch() {
    SwitchoverRequest once = switchover("");

    assertThat(as(root, 1).switchover(once).getPrimary()).isEqualTo("chat-1");
    assertThat(as(root, 1).switchover(once))
        .satisfies(
            again -> {
              assertThat(again.getCommit().getReplayed()).isTrue();
              assertThat(again.getPrimary()).isEqualTo("chat-1");
            });
    assertThat(cluster.deeds.handedOver).hasSize(1);
  }

  @Test
  void nobody_else_hands_over_backs_up_or_reads_the_audit_log() {
    byte[] alice = cluster.join("alice");

    fails(
        () -> as(alice, 1).switchover(switchover("")),
        Status.Code.PERMISSION_DENIED,
        "NOT_OPERATOR");
    fails(
        () -> as(alice, 1).listAudit(ListAuditRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "NOT_OPERATOR");
    fails(
        () -> as(alice, 1).backup(backup()).next(), Status.Code.PERMISSION_DENIED, "NOT_OPERATOR");
    assertThat(cluster.deeds.handedOver).isEmpty();
    assertThat(isOperator(alice)).isFalse();
    assertThat(isOperator(root)).isTrue();
  }

  private boolean isOperator(byte[] token) {
    return cluster.accounts(1, token).whoAmI(WhoAmIRequest.getDefaultInstance()).getOperator();
  }

  @Test
  void a_node_that_cannot_take_over_is_refused() {
    fails(
        () -> as(root, 1).switchover(switchover("chat-9")),
        Status.Code.NOT_FOUND,
        "NODE_NOT_FOUND");
    fails(
        () -> as(root, 1).switchover(switchover("chat-0")),
        Status.Code.NOT_FOUND,
        "NODE_NOT_FOUND");
  }

  @Test
  void the_audit_log_is_read_in_pages_newest_first() {
    var _ = cluster.join("alice");
    as(root, 0).switchover(switchover("chat-1"));

    ListAuditResponse first =
        as(root, 0).listAudit(ListAuditRequest.newBuilder().setLimit(3).build());
    ListAuditResponse second =
        as(root, 0)
            .listAudit(
                ListAuditRequest.newBuilder().setBeforePosition(first.getNextBefore()).build());

    assertThat(lines(first)).containsExactly("root switchover", "alice login", "alice register");
    assertThat(lines(second)).containsExactly("root login", "root register");
    assertThat(second.getNextBefore()).isZero();
    assertThat(first.getEntries(0).getSubject()).isEqualTo("chat-1");
  }

  private static List<String> lines(ListAuditResponse page) {
    return page.getEntriesList().stream()
        .map((AuditEntry entry) -> entry.getActor() + " " + entry.getAction())
        .toList();
  }

  @Test
  void a_backup_is_the_whole_snapshot_and_leaves_no_file_behind() throws Exception {
    byte[] content = new byte[1_000_003];
    new Random(7).nextBytes(content);
    cluster.deeds.content = content;

    Iterator<BackupResponse> parts = as(root, 1).backup(backup());
    BackupBegin begin = parts.next().getBegin();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    parts.forEachRemaining(part -> file.writeBytes(part.getChunk().toByteArray()));

    assertThat(begin.getClusterId()).isEqualTo("test");
    assertThat(begin.getPosition()).isEqualTo(cluster.state.appliedIndex());
    assertThat(begin.getSizeBytes()).isEqualTo(content.length);
    assertThat(file.toByteArray()).isEqualTo(content);
    assertThat(begin.getSha256())
        .isEqualTo(
            ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(file.toByteArray())));
    assertThat(cluster.deeds.snapshots).hasSize(1).allMatch(Files::notExists);
    assertThat(lines(as(root, 1).listAudit(ListAuditRequest.getDefaultInstance())))
        .startsWith("root backup");
  }
}
