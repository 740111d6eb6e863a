package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.node.chat.TokenHash;
import chat.proto.chat.v1.AccountDeleted;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.BlockedUser;
import chat.proto.chat.v1.ChangePasswordRequest;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.ListBlockedRequest;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.ListSessionsRequest;
import chat.proto.chat.v1.ListUsersRequest;
import chat.proto.chat.v1.LogoutRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.RevokeSessionRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.Session;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import chat.proto.chat.v1.UnblockRequest;
import chat.proto.chat.v1.WhoAmIRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every call goes through a node that is not primary, unless it says otherwise. */
@Timeout(60)
class AccountsTest {
  private TestCluster cluster;
  private byte[] alice;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS);
    cluster.lead(0);
    alice = cluster.join("alice");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private static LogoutRequest logout(boolean all) {
    return LogoutRequest.newBuilder().setRequestId(requestId()).setAll(all).build();
  }

  private static ChangePasswordRequest change(String from, String to, boolean endOthers) {
    return ChangePasswordRequest.newBuilder()
        .setRequestId(requestId())
        .setOldPassword(from)
        .setNewPassword(to)
        .setEndOtherSessions(endOthers)
        .build();
  }

  private static DeleteAccountRequest delete(String name) {
    return DeleteAccountRequest.newBuilder().setRequestId(requestId()).setConfirmName(name).build();
  }

  private String whoAmI(int node, byte[] token) {
    return cluster.accounts(node, token).whoAmI(WhoAmIRequest.getDefaultInstance()).getName();
  }

  private void assertEnded(byte[] token) {
    for (int node = 0; node < 2; node++) {
      int asked = node;
      fails(() -> whoAmI(asked, token), Status.Code.UNAUTHENTICATED, "SESSION_INVALID");
    }
  }

  private List<Session> sessions(byte[] token) {
    return cluster
        .accounts(1, token)
        .listSessions(ListSessionsRequest.getDefaultInstance())
        .getSessionsList();
  }

  @Test
  void a_session_that_logged_out_is_refused_everywhere_and_others_go_on() {
    byte[] second = cluster.login("alice", PASSWORD, "second");
    assertThat(whoAmI(0, alice)).isEqualTo("alice");

    cluster.accounts(1, alice).logout(logout(false));

    assertEnded(alice);
    assertThat(whoAmI(1, second)).isEqualTo("alice");
  }

  @Test
  void a_repeated_logout_is_recognized_by_its_token_though_the_session_is_over() {
    LogoutRequest once = logout(true);
    Commit first = cluster.accounts(1, alice).logout(once).getCommit();
    cluster.lead(1);

    Commit again = cluster.accounts(0, alice).logout(once).getCommit();

    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getPosition()).isEqualTo(first.getPosition());
    fails(
        () -> cluster.accounts(0, alice).logout(logout(true)),
        Status.Code.UNAUTHENTICATED,
        "SESSION_INVALID");
  }

  @Test
  void any_request_is_answered_again_after_its_session_ended() {
    SendRequest once = message("alice", "hi");
    long seq = cluster.chat(1, alice).send(once).getSeq();
    cluster.accounts(1, alice).logout(logout(false));

    assertThat(cluster.chat(1, alice).send(once))
        .satisfies(
            again -> {
              assertThat(again.getSeq()).isEqualTo(seq);
              assertThat(again.getCommit().getReplayed()).isTrue();
            });
    fails(
        () -> cluster.chat(1, alice).send(message("alice", "again")),
        Status.Code.UNAUTHENTICATED,
        "SESSION_INVALID");
  }

  @Test
  void logging_out_everywhere_ends_every_session() {
    byte[] second = cluster.login("alice", PASSWORD, "second");
    assertThat(whoAmI(0, second)).isEqualTo("alice");

    cluster.accounts(1, alice).logout(logout(true));

    assertEnded(alice);
    assertEnded(second);
    fails(
        () -> cluster.login("alice", PASSWORD, "second"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_TOKEN");
    assertThat(whoAmI(1, cluster.login("alice", PASSWORD, "third"))).isEqualTo("alice");
  }

  @Test
  void the_streams_of_ended_sessions_are_closed_at_once_with_a_reason() throws Exception {
    byte[] second = cluster.login("alice", PASSWORD, "second");
    BlockingQueue<String> direct = listen(0, second);
    BlockingQueue<String> forwarded = listen(1, second);
    BlockingQueue<String> own = listen(1, alice);
    for (BlockingQueue<String> stream : List.of(direct, forwarded, own)) {
      assertThat(stream.poll(60, TimeUnit.SECONDS)).isEqualTo("CAUGHT_UP");
    }

    cluster.accounts(1, alice).changePassword(change(PASSWORD, "staple battery", true));

    for (BlockingQueue<String> stream : List.of(direct, forwarded)) {
      assertThat(stream.poll(60, TimeUnit.SECONDS)).isEqualTo("GO_AWAY");
      assertThat(stream.poll(60, TimeUnit.SECONDS)).isEqualTo("UNAUTHENTICATED SESSION_INVALID");
    }
    cluster.chat(1, alice).send(message("alice", "still here"));
    assertThat(own.poll(60, TimeUnit.SECONDS)).isEqualTo("MESSAGE");
  }

  /** The kinds of events, and how the stream ended. */
  private BlockingQueue<String> listen(int node, byte[] token) {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    var _ =
        CompletableFuture.runAsync(
            () -> {
              try {
                Iterator<SubscribeResponse> events =
                    cluster.chat(node, token).subscribe(SubscribeRequest.getDefaultInstance());
                events.forEachRemaining(event -> heard.add(event.getEventCase().name()));
                heard.add("OK");
              } catch (io.grpc.StatusRuntimeException e) {
                heard.add(
                    e.getStatus().getCode()
                        + " "
                        + Errors.reasonIn(e.getStatus(), e.getTrailers()).orElse("no reason"));
              }
            });
    return heard;
  }

  @Test
  void the_password_is_changed_once_and_the_old_one_is_none_any_more() {
    ChangePasswordRequest once = change(PASSWORD, "staple battery", false);
    Commit first = cluster.accounts(1, alice).changePassword(once).getCommit();

    Commit again = cluster.accounts(1, alice).changePassword(once).getCommit();

    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getPosition()).isEqualTo(first.getPosition());
    fails(
        () -> cluster.login("alice", PASSWORD, "second"),
        Status.Code.UNAUTHENTICATED,
        "WRONG_CREDENTIALS");
    assertThat(whoAmI(1, cluster.login("alice", "staple battery", "third"))).isEqualTo("alice");
    assertThat(whoAmI(1, alice)).isEqualTo("alice");
  }

  @Test
  void whoever_does_not_know_the_password_does_not_change_it() {
    fails(
        () -> cluster.accounts(1, alice).changePassword(change("wrong horse", "new pass", false)),
        Status.Code.UNAUTHENTICATED,
        "WRONG_CREDENTIALS");
    fails(
        () -> cluster.accounts(1, alice).changePassword(change(PASSWORD, "short", false)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PASSWORD");
    assertThat(whoAmI(1, cluster.login("alice", PASSWORD, "second"))).isEqualTo("alice");
  }

  @Test
  void sessions_are_listed_with_what_tells_them_apart_and_revoked_one_by_one() {
    byte[] second = cluster.login("alice", PASSWORD, "laptop");
    String id = TokenHash.of(second).sessionId();

    assertThat(sessions(alice))
        .extracting(session -> session.getClient() + " " + session.getCurrent())
        .containsExactlyInAnyOrder("laptop false", "alice true");
    assertThat(sessions(alice))
        .allSatisfy(
            session -> {
              assertThat(session.getCreatedMillis()).isPositive();
              assertThat(session.getLastUsedMillis()).isEqualTo(session.getCreatedMillis());
              assertThat(session.getExpiresMillis()).isGreaterThan(session.getLastUsedMillis());
            });

    RevokeSessionRequest revoke =
        RevokeSessionRequest.newBuilder().setRequestId(requestId()).setSessionId(id).build();
    cluster.accounts(1, alice).revokeSession(revoke);

    assertEnded(second);
    assertThat(sessions(alice)).hasSize(1);
    assertThat(cluster.accounts(1, alice).revokeSession(revoke).getCommit().getReplayed()).isTrue();
    fails(
        () ->
            cluster
                .accounts(1, alice)
                .revokeSession(revoke.toBuilder().setRequestId(requestId()).build()),
        Status.Code.NOT_FOUND,
        "SESSION_NOT_FOUND");
  }

  @Test
  void an_account_is_deleted_once_by_one_entry_and_those_it_spoke_with_are_told() throws Exception {
    byte[] bob = cluster.join("bob");
    cluster.chat(1, bob).send(message("alice", "waits"));
    Iterator<SubscribeResponse> events =
        cluster.chat(1, bob).subscribe(SubscribeRequest.newBuilder().setFromStart(true).build());
    while (!events.next().hasCaughtUp()) {}
    long before = cluster.state.appliedIndex();
    DeleteAccountRequest once = delete("alice");

    Commit first = cluster.accounts(1, alice).deleteAccount(once).getCommit();

    assertThat(cluster.state.appliedIndex()).isEqualTo(before + 1);
    SubscribeResponse event = events.next();
    assertThat(event.getAccountDeleted())
        .isEqualTo(
            AccountDeleted.newBuilder()
                .setName("alice")
                .setConversation("alice:bob")
                .setUndeliverable(1)
                .setTimeMillis(first.getTimeMillis())
                .build());
    assertThat(
            cluster
                .chat(1, bob)
                .listMessages(ListMessagesRequest.newBuilder().setWith("alice").build())
                .getMessagesList())
        .singleElement()
        .matches(chat.proto.chat.v1.Message::getUndeliverable);
    fails(
        () -> cluster.chat(1, bob).send(message("alice", "hello?")),
        Status.Code.FAILED_PRECONDITION,
        "USER_DELETED");
    Commit again = cluster.accounts(1, alice).deleteAccount(once).getCommit();
    assertThat(again.getReplayed()).isTrue();
    assertThat(again.getPosition()).isEqualTo(first.getPosition());
  }

  @Test
  void a_deleted_account_can_do_nothing_and_its_name_is_never_given_again() {
    cluster.accounts(1, alice).deleteAccount(delete("alice"));

    assertEnded(alice);
    fails(
        () -> cluster.login("alice", PASSWORD, "second"),
        Status.Code.UNAUTHENTICATED,
        "WRONG_CREDENTIALS");
    fails(
        () ->
            cluster
                .accounts(1)
                .register(
                    RegisterRequest.newBuilder()
                        .setRequestId(requestId())
                        .setName("alice")
                        .setPassword(PASSWORD)
                        .build()),
        Status.Code.ALREADY_EXISTS,
        "NAME_TAKEN");
    byte[] bob = cluster.join("bob");
    assertThat(directory(bob)).containsExactly("bob");
  }

  private List<String> directory(byte[] token) {
    return chat.proto.chat.v1.DirectoryServiceGrpc.newBlockingStub(cluster.channel(1))
        .withInterceptors(
            io.grpc.stub.MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(token)))
        .listUsers(ListUsersRequest.getDefaultInstance())
        .getUsersList()
        .stream()
        .map(chat.proto.chat.v1.User::getName)
        .toList();
  }

  @Test
  void an_account_is_not_deleted_by_mistake() {
    fails(
        () -> cluster.accounts(1, alice).deleteAccount(delete("alise")),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ARGUMENT");
    assertThat(whoAmI(1, alice)).isEqualTo("alice");
  }

  @Test
  void a_blocked_sender_is_told_so_until_unblocked() {
    byte[] bob = cluster.join("bob");
    cluster
        .chat(1, alice)
        .block(BlockRequest.newBuilder().setRequestId(requestId()).setName("bob").build());

    fails(
        () -> cluster.chat(1, bob).send(message("alice", "hi")),
        Status.Code.PERMISSION_DENIED,
        "BLOCKED");
    assertThat(
            cluster
                .chat(1, alice)
                .listBlocked(ListBlockedRequest.getDefaultInstance())
                .getBlockedList())
        .extracting(BlockedUser::getName)
        .containsExactly("bob");
    cluster
        .chat(1, alice)
        .unblock(UnblockRequest.newBuilder().setRequestId(requestId()).setName("bob").build());
    assertThat(cluster.chat(1, bob).send(message("alice", "hi")).getSeq()).isEqualTo(1);
  }

  @Test
  void a_session_in_use_is_renewed_by_one_write_a_quarter_of_its_lifetime() {
    Duration quarter = Limits.DEFAULTS.sessionLifetime().dividedBy(4);
    for (int quarters = 1; quarters <= 6; quarters++) {
      cluster.pass(quarter);
      long before = cluster.state.appliedIndex();
      for (int call = 0; call < 5; call++) {
        assertThat(whoAmI(1, alice)).isEqualTo("alice");
      }
      assertThat(cluster.state.appliedIndex()).isEqualTo(before + 1);
    }
    assertThat(sessions(alice))
        .singleElement()
        .satisfies(
            session ->
                assertThat(session.getLastUsedMillis() - session.getCreatedMillis())
                    .isGreaterThanOrEqualTo(quarter.multipliedBy(6).toMillis()));
  }

  @Test
  void a_session_out_of_use_expires() {
    cluster.pass(Limits.DEFAULTS.sessionLifetime().plusSeconds(1));
    assertEnded(alice);
  }
}
