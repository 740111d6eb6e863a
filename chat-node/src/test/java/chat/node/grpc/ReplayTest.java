package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.node.chat.Limits;
import chat.node.grpc.Mutations.Actor;
import chat.node.grpc.Mutations.Call;
import chat.node.grpc.Mutations.Row;
import chat.node.host.Replication.NodeState;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.LogoutRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.proto.chat.v1.SwitchoverRequest;
import com.google.protobuf.Message;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * A repeated request gets the stored answer and does nothing else: after its session ended, after
 * its account isn't an operator any more, and after a later login.
 */
@Timeout(300)
class ReplayTest {
  private static final String BACKUP = ClusterServiceGrpc.getBackupMethod().getFullMethodName();

  /** Only the first node's configuration names an operator. */
  private static final class RoleEndsWithFailover implements TestCluster.Wiring {
    @Override
    public Operators operators(int node) {
      return node == 0 ? TestCluster.OPERATORS : Operators.NONE;
    }
  }

  private static TestCluster cluster() throws Exception {
    TestCluster cluster =
        new TestCluster(
            2,
            Limits.DEFAULTS,
            TestCluster.CALLS,
            Limits.UNREAD_PER_MAILBOX,
            new RoleEndsWithFailover());
    // A live session's replay passes the log, which moves the newest time and nothing else.
    cluster.stopClock();
    cluster.lead(0);
    return cluster;
  }

  @Test
  void the_table_has_every_method_that_changes_something() throws Exception {
    Set<String> inTable = new TreeSet<>(List.of(BACKUP));
    Mutations.rows().forEach(row -> inTable.add(row.method()));
    try (TestCluster cluster = cluster()) {
      Set<String> served = new TreeSet<>(cluster.servers.getFirst().mutations());
      served.addAll(withRequestId());
      assertThat(inTable).isEqualTo(served);
    }
  }

  private static Set<String> withRequestId() {
    Set<String> found = new TreeSet<>();
    for (ServiceDescriptor service :
        List.of(
            AccountServiceGrpc.getServiceDescriptor(),
            ChatServiceGrpc.getServiceDescriptor(),
            ClusterServiceGrpc.getServiceDescriptor(),
            DirectoryServiceGrpc.getServiceDescriptor(),
            GroupServiceGrpc.getServiceDescriptor())) {
      var schema = (ProtoFileDescriptorSupplier) service.getSchemaDescriptor();
      assertThat(schema).isNotNull();
      schema.getFileDescriptor().getServices().stream()
          .flatMap(each -> each.getMethods().stream())
          .filter(method -> method.getInputType().findFieldByName("request_id") != null)
          .forEach(method -> found.add(method.getService().getFullName() + "/" + method.getName()));
    }
    return found;
  }

  @TestFactory
  Stream<DynamicTest> a_replay_gets_the_stored_answer_and_does_nothing_else() {
    return Mutations.rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.method(), () -> replayed(row)));
  }

  private void replayed(Row row) throws Exception {
    try (TestCluster cluster = cluster()) {
      byte[] token = cluster.join("root");
      byte[] friends = cluster.join("alice");
      Call call = row.preparation().of(new Actor(cluster, "root", token, "alice", friends));
      Message first = call.by(0, token);
      assertThat(Mutations.commit(first).getReplayed()).isFalse();

      logout(cluster, token);
      replay(cluster, call, token, first);
      if (cluster.nodes.get(0).state().serving()) {
        cluster.lead(1);
      }
      replay(cluster, call, token, first);
      if (!row.method().endsWith("/DeleteAccount")) {
        afterALaterLogin(cluster, row, call, token, friends, first);
      }
    }
  }

  private static void afterALaterLogin(
      TestCluster cluster, Row row, Call call, byte[] token, byte[] friends, Message first) {
    boolean changed = row.method().endsWith("/ChangePassword");
    byte[] later =
        cluster.login("root", changed ? Mutations.OTHER_PASSWORD : PASSWORD, "later session");
    Iterator<SubscribeResponse> stream =
        cluster.chat(1, later).subscribe(SubscribeRequest.getDefaultInstance());
    assertThat(stream.next().hasCaughtUp()).isTrue();

    replay(cluster, call, token, first);
    if (!row.method().endsWith("/Logout")) { // Whose own session ends is part of what is asked.
      replay(cluster, call, later, first);
    }

    SendRequest hello = message("root", "you?");
    if (!row.method().endsWith("/Block")) {
      var _ = cluster.chat(1, friends).send(hello);
      assertThat(stream.next().getMessage().getText()).isEqualTo("you?");
    }
  }

  private static void replay(TestCluster cluster, Call call, byte[] token, Message first) {
    World before = World.of(cluster);

    Message again = call.by(0, token);

    assertThat(Mutations.commit(again).getReplayed()).isTrue();
    assertThat(Mutations.withoutReplayed(again)).isEqualTo(Mutations.withoutReplayed(first));
    assertThat(World.of(cluster)).isEqualTo(before);
  }

  private static void logout(TestCluster cluster, byte[] token) {
    try {
      var _ =
          cluster
              .accounts(0, token)
              .logout(LogoutRequest.newBuilder().setRequestId(requestId()).setAll(true).build());
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }
  }

  /** All that a replay could change. */
  private record World(
      String stateHash, List<NodeState> nodes, int streams, int handedOver, int copies) {
    static World of(TestCluster cluster) {
      return new World(
          cluster.state.stateHash().hex(),
          cluster.nodes.stream().map(FakeReplication::state).toList(),
          cluster.servers.stream().mapToInt(ClientServer::openSubscriptions).sum(),
          cluster.deeds.handedOver.size(),
          cluster.deeds.snapshots.size());
    }
  }

  @Test
  void a_repeated_backup_gets_no_copy_whoever_asks() throws Exception {
    BackupRequest once = BackupRequest.newBuilder().setRequestId(requestId()).build();
    try (TestCluster cluster = cluster()) {
      byte[] root = cluster.join("root");
      cluster.cluster(1, root).backup(once).forEachRemaining(_ -> {});
      long position = cluster.state.appliedIndex();

      assertRefusedWithItsPosition(cluster, root, once, position);
      logout(cluster, root);
      byte[] later = cluster.login("root", PASSWORD, "later session");
      assertRefusedWithItsPosition(cluster, root, once, position);
      assertRefusedWithItsPosition(cluster, later, once, position);
      cluster.lead(1);
      assertRefusedWithItsPosition(cluster, later, once, position);
      assertThat(cluster.deeds.snapshots).hasSize(1);
    }
  }

  private static void assertRefusedWithItsPosition(
      TestCluster cluster, byte[] token, BackupRequest once, long position) {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> cluster.cluster(1, token).backup(once).next());
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(Errors.reasonIn(refused.getStatus(), refused.getTrailers()))
        .contains("BACKUP_REPEATED");
    assertThat(refused).hasMessageContaining("position " + position + " ");
  }

  @Test
  void a_hand_over_that_did_not_happen_is_done_again_only_for_a_session_that_holds()
      throws Exception {
    SwitchoverRequest once = SwitchoverRequest.newBuilder().setRequestId(requestId()).build();
    CallLimits quick = TestCluster.CALLS.handingOverWithin(java.time.Duration.ofMillis(50));
    try (TestCluster cluster = new TestCluster(2, quick, new RoleEndsWithFailover())) {
      cluster.lead(0);
      byte[] root = cluster.join("root");
      cluster.deeds.nobodyTakesOver = true;
      fails(
          () ->
              cluster
                  .cluster(0, root)
                  .withDeadlineAfter(java.time.Duration.ofSeconds(2))
                  .switchover(once),
          Status.Code.ABORTED,
          "OUTCOME_UNKNOWN");
      logout(cluster, root);
      int before = cluster.deeds.handedOver.size();

      fails(
          () -> cluster.cluster(0, root).switchover(once),
          Status.Code.UNAUTHENTICATED,
          "SESSION_INVALID");
      assertThat(cluster.deeds.handedOver).hasSize(before);

      byte[] later = cluster.login("root", PASSWORD, "later session");
      cluster.deeds.nobodyTakesOver = false;
      assertThat(cluster.cluster(0, later).switchover(once).getPrimary()).isEqualTo("chat-1");
    }
  }
}
