package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.message;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.host.Replication.Role;
import chat.node.replica.NotServing;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.GetStatusRequest;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientServerTest extends TwoNodes {
  @Test
  void a_node_that_is_not_primary_answers_as_the_primary_does() {
    byte[] alice = cluster.join("alice");

    SendResponse sent = cluster.chat(1, alice).send(message("alice", "hi"));

    assertThat(sent.getSeq()).isEqualTo(1);
    assertThat(sent.getCommit().getInSyncCount()).isEqualTo(3);
    assertThat(
            cluster
                .chat(1, alice)
                .listMessages(ListMessagesRequest.newBuilder().setWith("alice").build())
                .getMessagesList())
        .extracting("text")
        .containsExactly("hi");
  }

  @Test
  void refusals_travel_through_forwarding_as_they_are() {
    byte[] alice = cluster.join("alice");

    fails(
        () -> cluster.chat(1, alice).send(message("nobody", "hi")),
        Status.Code.NOT_FOUND,
        "USER_NOT_FOUND");
  }

  @Test
  void a_repeated_send_gets_the_first_answer() {
    byte[] alice = cluster.join("alice");
    SendRequest once = message("alice", "hi");
    SendResponse first = cluster.chat(0, alice).send(once);

    SendResponse second = cluster.chat(1, alice).send(once);

    assertThat(second.getSeq()).isEqualTo(first.getSeq());
    assertThat(second.getCommit().getPosition()).isEqualTo(first.getCommit().getPosition());
    assertThat(second.getCommit().getReplayed()).isTrue();
  }

  @Test
  void a_session_that_nobody_opened_is_refused() {
    fails(
        () -> cluster.chat(1, new byte[32]).send(message("alice", "hi")),
        Status.Code.UNAUTHENTICATED,
        "SESSION_INVALID");
  }

  @Test
  void an_unknown_name_and_a_wrong_password_are_answered_alike() {
    var _ = cluster.join("alice");

    for (String name : List.of("alice", "nobody")) {
      fails(
          () ->
              cluster
                  .accounts(0)
                  .login(
                      LoginRequest.newBuilder()
                          .setRequestId(TestCluster.requestId())
                          .setName(name)
                          .setPassword("wrong horse")
                          .setSessionToken(ByteString.copyFrom(new byte[32]))
                          .build()),
          Status.Code.UNAUTHENTICATED,
          "WRONG_CREDENTIALS");
    }
  }

  @Test
  void a_call_without_a_primary_waits_for_one() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(0).become(Role.BACKUP, cluster.view(0));
    CompletableFuture<SendResponse> sent =
        CompletableFuture.supplyAsync(() -> cluster.chat(0, alice).send(message("alice", "hi")));

    cluster.lead(1);

    assertThat(sent).succeedsWithin(Duration.ofSeconds(60));
  }

  /** The view comes from a store that may be slow, or away. */
  @Test
  void a_deposed_primary_passes_calls_on_to_who_deposed_it_before_the_view_tells() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(1).become(Role.PRIMARY, cluster.view(1));
    cluster.nodes.get(0).deposedBy(TestCluster.name(1));

    assertThat(cluster.chat(0, alice).send(message("alice", "hi")).getSeq()).isEqualTo(1);
  }

  @Test
  void a_call_that_finds_no_primary_in_its_time_was_not_applied() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(0).become(Role.BACKUP, cluster.view(0));

    fails(
        () ->
            // Far off: a busy machine may be late for the node's margin, not for its patience.
            cluster
                .chat(0, alice)
                .withDeadlineAfter(TestCluster.CALLS.patience().multipliedBy(6))
                .send(message("alice", "hi")),
        Status.Code.UNAVAILABLE,
        "NO_PRIMARY");
  }

  /** Whoever waited here would wait for the store of the view, and others know the primary. */
  @Test
  void a_node_that_has_just_started_sends_calls_to_others_until_it_knows_the_view() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(1).start(cluster.view(0).epoch().value());
    fails(
        () -> cluster.chat(1, alice).send(message("alice", "hi")),
        Status.Code.UNAVAILABLE,
        "STARTING");

    cluster.nodes.get(1).become(Role.BACKUP, cluster.view(0));
    assertThat(cluster.chat(1, alice).send(message("alice", "hi")).getSeq()).isEqualTo(1);
  }

  @Test
  void a_node_of_no_cluster_yet_lets_calls_wait_for_the_first_view() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(1).start(0);
    CompletableFuture<SendResponse> sent =
        CompletableFuture.supplyAsync(() -> cluster.chat(1, alice).send(message("alice", "hi")));

    cluster.nodes.get(1).become(Role.BACKUP, cluster.view(0));

    assertThat(sent).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void an_outcome_lost_at_a_deposed_primary_is_settled_at_the_next() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(0).loseAnswers();
    CompletableFuture<SendResponse> sent =
        CompletableFuture.supplyAsync(() -> cluster.chat(0, alice).send(message("alice", "hi")));

    org.awaitility.Awaitility.await().until(() -> cluster.state.appliedIndex() > 2);
    cluster.lead(1);

    assertThat(sent)
        .succeedsWithin(Duration.ofSeconds(60))
        .satisfies(answer -> assertThat(answer.getCommit().getReplayed()).isTrue());
  }

  @Test
  void an_outcome_that_nobody_settles_is_told_as_unknown() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(0).loseAnswers();

    CompletableFuture<Void> call =
        CompletableFuture.runAsync(
            () ->
                fails(
                    () ->
                        cluster
                            .chat(0, alice)
                            .withDeadlineAfter(Duration.ofSeconds(4))
                            .send(message("nobody", "hi")),
                    Status.Code.ABORTED,
                    "OUTCOME_UNKNOWN"));

    assertThat(call).succeedsWithin(Duration.ofSeconds(60));
  }

  @Test
  void an_overloaded_primary_says_so_at_once() {
    byte[] alice = cluster.join("alice");
    cluster.nodes.get(0).refuse(NotServing.OVERLOADED);

    fails(
        () -> cluster.chat(1, alice).send(message("alice", "hi")),
        Status.Code.UNAVAILABLE,
        "OVERLOADED");
  }

  @Test
  void a_subscriber_misses_and_repeats_nothing_over_a_change_of_primary() {
    byte[] alice = cluster.join("alice");
    List<String> heard = new ArrayList<>();
    ByteString cursor = ByteString.EMPTY;
    for (int round = 0; round < 4; round++) {
      cluster.chat(0, alice).send(message("alice", "before " + round));
      Iterator<SubscribeResponse> events =
          cluster
              .chat(1, alice)
              .subscribe(
                  SubscribeRequest.newBuilder()
                      .setCursor(cursor)
                      .setFromStart(cursor.isEmpty())
                      .build());
      boolean moved = false;
      while (events.hasNext()) {
        SubscribeResponse event = events.next();
        cursor = event.getCursor();
        switch (event.getEventCase()) {
          case MESSAGE -> heard.add(event.getMessage().getText());
          case CAUGHT_UP -> cluster.chat(0, alice).send(message("alice", "live " + round));
          default -> {}
        }
        if (event.hasMessage() && heard.getLast().startsWith("live") && !moved) {
          moved = true;
          cluster.lead((round + 1) % 2);
        }
      }
    }
    assertThat(heard)
        .containsExactly(
            "before 0", "live 0", "before 1", "live 1", "before 2", "live 2", "before 3", "live 3");
  }

  @Test
  void a_cursor_of_another_cluster_and_a_broken_one_are_told_apart() {
    byte[] alice = cluster.join("alice");
    ByteString foreign = new Cursor(new chat.view.ClusterId("other"), 1).bytes();
    ByteString garbage = ByteString.copyFromUtf8("garbage");

    fails(
        () ->
            cluster
                .chat(1, alice)
                .subscribe(SubscribeRequest.newBuilder().setCursor(foreign).build())
                .next(),
        Status.Code.FAILED_PRECONDITION,
        "CURSOR_INVALID");
    fails(
        () ->
            cluster
                .chat(0, alice)
                .subscribe(SubscribeRequest.newBuilder().setCursor(garbage).build())
                .next(),
        Status.Code.INVALID_ARGUMENT,
        "CURSOR_INVALID");
  }

  @Test
  void the_status_shows_every_node_and_who_does_not_answer() {
    cluster.servers.get(1).close();

    var status =
        ClusterServiceGrpc.newBlockingStub(cluster.channel(0))
            .getStatus(GetStatusRequest.getDefaultInstance())
            .getStatus();

    assertThat(status.getPrimary()).isEqualTo("chat-0");
    assertThat(status.getServing()).isTrue();
    assertThat(status.getNodesList()).extracting("role").containsExactly("primary", "unreachable");
  }

  @Test
  void the_status_tells_each_nodes_version_and_clock_and_who_watches_it() {
    cluster.pass(Duration.ofHours(3));
    long before = cluster.nowMillis();

    var nodes =
        ClusterServiceGrpc.newBlockingStub(cluster.channel(0))
            .getStatus(GetStatusRequest.getDefaultInstance())
            .getStatus()
            .getNodesList();

    assertThat(nodes).extracting("version").containsExactly("1.2.0", "1.2.1");
    assertThat(nodes)
        .allSatisfy(
            node -> {
              assertThat(node.getTimeMillis()).isBetween(before, cluster.nowMillis());
              assertThat(node.getControllersList())
                  .singleElement()
                  .matches(c -> c.getName().equals("chat-controller-0"))
                  .matches(c -> c.getVersion().equals("1.2.9"));
            });
  }

  @Test
  void garbage_at_the_port_hurts_nobody_else() throws Exception {
    byte[] alice = cluster.join("alice");
    try (Socket socket = new Socket("127.0.0.1", cluster.address(0).port())) {
      socket
          .getOutputStream()
          .write("\0\1\2 this is no HTTP/2\r\n".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    assertThat(cluster.chat(0, alice).send(message("alice", "hi")).getSeq()).isEqualTo(1);
  }
}
