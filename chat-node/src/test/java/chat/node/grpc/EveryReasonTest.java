package chat.node.grpc;

import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupLimits;
import chat.node.chat.Limits;
import chat.node.host.Replication.Role;
import chat.node.replica.NotServing;
import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.BackupRequest;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.ListAuditRequest;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.RenameGroupRequest;
import chat.proto.chat.v1.RevokeSessionRequest;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SwitchoverRequest;
import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every reason of the reference is met by a client, through gRPC, with the status and the pause
 * that the reference names. A reason that is new, or that nobody can meet any more, fails here.
 */
@Timeout(300)
class EveryReasonTest {
  private static final int MAILBOX = 3;

  /** Few calls a second, so that somebody busy is over the limit on a slow machine, too. */
  private static final Limits LIMITS = Limits.DEFAULTS.with(16 * 1024, 5, 300);

  private static final CallLimits QUICK =
      CallLimits.DEFAULTS
          .with(
              Duration.ofMillis(1500),
              CallLimits.DEFAULTS.heartbeat(),
              CallLimits.DEFAULTS.slowReader(),
              CallLimits.DEFAULTS.statusInterval())
          .with(ReadPoolLimits.DEFAULTS.interruptingAfter(Duration.ofMillis(100)));

  private final Map<String, ThrowingCallable> meetings = new TreeMap<>();
  private TestCluster cluster;
  private byte[] alice;
  private byte[] root;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, LIMITS, QUICK, MAILBOX);
    cluster.lead(0);
    alice = cluster.join("alice");
    root = cluster.join("root");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void every_reason_of_the_reference_is_met_through_grpc() {
    refusedRequests();
    refusedByState();
    refusedGroups();
    refusedSessions();
    refusedOperators();
    notServing();
    Map<String, String> met = new TreeMap<>();
    meetings.forEach((what, call) -> met.put(what, meet(what, call)));
    met.put("too expensive", meet("too expensive", this::aSearchThatTakesTooLong));
    // These end what the others need.
    met.put("link lost", meet("link lost", this::aBackupWhosePrimaryGoes));
    met.put("unknown", meet("unknown", this::aSendWhoseAnswerIsLost));
    met.put("no primary", meet("no primary", this::aSendWithoutPrimary));
    met.put("starting", meet("starting", this::aSendToANodeThatHasJustStarted));
    met.put("ending", meet("ending", this::aSendThatWaitsWhileTheNodeEnds));

    assertThat(met.values().stream().distinct().sorted().toList())
        .isEqualTo(
            ErrorReference.entries().stream()
                .map(entry -> kindOf(entry.told()))
                .distinct()
                .sorted()
                .toList());
  }

  private void aSearchThatTakesTooLong() {
    cluster.state.beforeSearch(SlowSearch.UNTIL_CUT);
    try {
      var _ = cluster.chat(1, alice).search(SearchRequest.newBuilder().setQuery("x").build());
    } finally {
      cluster.state.beforeSearch(() -> {});
    }
  }

  private static String meet(String what, ThrowingCallable call) {
    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(e).as(what).isNotNull();
    Metadata trailers = e.getTrailers();
    return kindOf(new Errors.Told(e.getStatus(), trailers == null ? new Metadata() : trailers));
  }

  /** Status and reason, and whether it says when to retry. */
  private static String kindOf(Errors.Told told) {
    return told.status().getCode()
        + " "
        + Errors.reasonIn(told.status(), told.trailers()).orElse("without a reason")
        + (ErrorReference.retryOf(told).isPresent() ? " with a pause" : "");
  }

  private void refusedRequests() {
    meetings.put("name", () -> register("No Name", PASSWORD));
    meetings.put("password", () -> register("bob", "short"));
    meetings.put(
        "request id",
        () -> send(message("alice", "hi").toBuilder().setRequestId(ByteString.EMPTY).build()));
    meetings.put("token", () -> login("alice", PASSWORD, new byte[3]));
    meetings.put(
        "argument",
        () -> cluster.chat(1, alice).inbox(InboxRequest.newBuilder().setLimit(-1).build()));
    meetings.put("empty text", () -> send(message("alice", "")));
    meetings.put("large text", () -> send(message("alice", "x".repeat(16 * 1024 + 1))));
    meetings.put(
        "cursor",
        () -> subscribe(SubscribeRequest.newBuilder().setCursor(ByteString.copyFromUtf8("?"))));
    meetings.put(
        "foreign cursor",
        () ->
            subscribe(
                SubscribeRequest.newBuilder()
                    .setCursor(new Cursor(new chat.view.ClusterId("other"), 1).bytes())));
  }

  private void refusedByState() {
    meetings.put("name taken", () -> register("alice", PASSWORD));
    meetings.put("user not found", () -> send(message("nobody", "hi")));
    byte[] gone = cluster.join("gone");
    cluster
        .accounts(0, gone)
        .deleteAccount(
            DeleteAccountRequest.newBuilder()
                .setRequestId(requestId())
                .setConfirmName("gone")
                .build());
    meetings.put("user deleted", () -> send(message("gone", "hi")));
    byte[] shy = cluster.join("shy");
    block(shy, "alice");
    meetings.put("blocked", () -> send(message("shy", "hi")));
    AccountName blocker = new AccountName("shy");
    for (int i = 1; i < Limits.BLOCKED_PER_ACCOUNT; i++) {
      AccountName one = new AccountName("many" + i);
      cluster.apply(0, stamp -> new AccountCommand.Register(stamp, one, "$argon2id$"));
      cluster.apply(0, stamp -> new AccountCommand.Block(stamp, blocker, one));
    }
    meetings.put("too many blocked", () -> block(shy, "root"));
    meetings.put(
        "conversation not found",
        () -> mark(MarkRequest.newBuilder().setConversation("alice:root").setReadSeq(1)));
    send(message("alice", "one"));
    meetings.put(
        "seq beyond end",
        () -> mark(MarkRequest.newBuilder().setConversation("alice:alice").setReadSeq(9)));
    SendRequest once = message("alice", "two");
    send(once);
    meetings.put("id reused", () -> send(once.toBuilder().setText("three").build()));
    var _ = cluster.join("full");
    for (int i = 0; i < MAILBOX; i++) {
      send(message("full", "m" + i));
    }
    meetings.put("mailbox full", () -> send(message("full", "one more")));
  }

  private void refusedGroups() {
    AccountName owner = new AccountName("alice");
    AccountName member = new AccountName("root");
    cluster.apply(0, stamp -> new GroupCommand.Create(stamp, owner, "team", List.of(member)));
    send(message("#1", "hi"));
    meetings.put("group name", () -> createGroup(" ", List.of()));
    List<String> crowd =
        IntStream.rangeClosed(1, GroupLimits.DEFAULTS.members()).mapToObj(i -> "user" + i).toList();
    meetings.put("group full", () -> createGroup("crowd", crowd));
    var _ = cluster.join("eve");
    AccountName eve = new AccountName("eve");
    for (int i = 0; i < GroupLimits.DEFAULTS.groupsPerAccount(); i++) {
      cluster.apply(0, stamp -> new GroupCommand.Create(stamp, eve, "another", List.of()));
    }
    meetings.put(
        "too many groups",
        () ->
            groups(alice)
                .addMember(
                    AddMemberRequest.newBuilder()
                        .setRequestId(requestId())
                        .setId("#1")
                        .setMember("eve")
                        .build()));
    meetings.put(
        "owner",
        () ->
            groups(root)
                .renameGroup(
                    RenameGroupRequest.newBuilder()
                        .setRequestId(requestId())
                        .setId("#1")
                        .setName("mine")
                        .build()));
    meetings.put("sender", () -> delete(root, 1, true));
    meetings.put("message", () -> delete(root, 9, false));
    meetings.put(
        "search",
        () -> cluster.chat(1, alice).search(SearchRequest.newBuilder().setQuery("\"half").build()));
  }

  private GroupServiceGrpc.GroupServiceBlockingStub groups(byte[] token) {
    return GroupServiceGrpc.newBlockingStub(cluster.channel(1))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  private void createGroup(String name, List<String> members) {
    var _ =
        groups(alice)
            .createGroup(
                CreateGroupRequest.newBuilder()
                    .setRequestId(requestId())
                    .setName(name)
                    .addAllMembers(members)
                    .build());
  }

  private void delete(byte[] by, long seq, boolean forEveryone) {
    var _ =
        cluster
            .chat(1, by)
            .deleteMessages(
                DeleteMessagesRequest.newBuilder()
                    .setRequestId(requestId())
                    .setConversation("#1")
                    .addSeqs(seq)
                    .setForEveryone(forEveryone)
                    .build());
  }

  private void refusedSessions() {
    meetings.put("credentials", () -> login("alice", "wrong horse", new byte[32]));
    meetings.put("another cluster", () -> sendTo("other"));
    meetings.put("session", () -> cluster.chat(1, new byte[32]).send(message("alice", "hi")));
    meetings.put(
        "session not found",
        () ->
            cluster
                .accounts(1, alice)
                .revokeSession(
                    RevokeSessionRequest.newBuilder()
                        .setRequestId(requestId())
                        .setSessionId("000000000000")
                        .build()));
    byte[] busy = cluster.join("busy");
    meetings.put(
        "rate",
        () -> {
          for (int i = 0; i <= 10 * LIMITS.requestBurst(); i++) {
            cluster.chat(0, busy).inbox(InboxRequest.getDefaultInstance());
          }
        });
  }

  private void refusedOperators() {
    meetings.put(
        "operator",
        () -> cluster.cluster(1, alice).listAudit(ListAuditRequest.getDefaultInstance()));
    meetings.put(
        "node",
        () ->
            cluster
                .cluster(1, root)
                .switchover(
                    SwitchoverRequest.newBuilder()
                        .setRequestId(requestId())
                        .setTo("chat-9")
                        .build()));
    meetings.put("operator code", () -> register("warden", PASSWORD));
    meetings.put(
        "backup repeated",
        () -> {
          BackupRequest once = BackupRequest.newBuilder().setRequestId(requestId()).build();
          cluster.cluster(1, root).backup(once).forEachRemaining(_ -> {});
          cluster.cluster(1, root).backup(once).next();
        });
    meetings.put(
        "internal",
        () -> {
          cluster.deeds.diskFails = true;
          try {
            backup();
          } finally {
            cluster.deeds.diskFails = false;
          }
        });
  }

  /** As a node tells another that passed the call on, and as that one's client never sees them. */
  private void notServing() {
    Metadata forwarded = new Metadata();
    forwarded.put(Caller.FORWARDED, cluster.tokens.get(1).proof());
    for (NotServing reason : NotServing.values()) {
      meetings.put(
          "not serving: " + reason,
          () -> {
            cluster.nodes.get(0).refuse(reason);
            try {
              cluster
                  .chat(0, alice)
                  .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(forwarded))
                  .send(message("alice", "hi"));
            } finally {
              cluster.nodes.get(0).refuseNothing();
            }
          });
    }
  }

  private void aBackupWhosePrimaryGoes() {
    cluster.deeds.content = new byte[32 * 1024 * 1024];
    var parts =
        cluster
            .cluster(1, root)
            .backup(BackupRequest.newBuilder().setRequestId(requestId()).build());
    parts.next();
    cluster.cutLinkTo(0);
    parts.forEachRemaining(_ -> {});
  }

  private void aSendWhoseAnswerIsLost() {
    cluster.nodes.get(0).loseAnswers();
    try {
      cluster.chat(0, alice).send(message("nobody", "hi"));
    } finally {
      cluster.lead(0);
    }
  }

  private void aSendWithoutPrimary() {
    cluster.nodes.get(0).become(Role.BACKUP, cluster.view(0));
    var _ = cluster.chat(0, alice).send(message("alice", "hi"));
  }

  private void aSendToANodeThatHasJustStarted() {
    cluster.nodes.get(1).start(1);
    var _ = cluster.chat(1, alice).send(message("alice", "hi"));
  }

  /** In a cluster with more patience: the call has to wait until its node ends, however slow. */
  private void aSendThatWaitsWhileTheNodeEnds() throws Exception {
    try (TestCluster patient = new TestCluster(2, LIMITS, CallLimits.DEFAULTS, MAILBOX)) {
      patient.lead(0);
      byte[] token = patient.join("alice");
      patient.nodes.get(1).become(Role.WAITING, patient.view(1));
      int before = patient.nodes.get(1).timesAsked();
      var ending =
          CompletableFuture.runAsync(
              () -> {
                await().until(() -> patient.nodes.get(1).timesAsked() > before + 3);
                patient.servers.get(1).close();
              });
      try {
        var _ = patient.chat(1, token).send(message("alice", "hi"));
      } finally {
        ending.join();
      }
    }
  }

  /** With a token that no cluster knows: the name of the cluster is looked at first. */
  private void sendTo(String clusterId) {
    Metadata names = new Metadata();
    names.put(Caller.CLUSTER, clusterId);
    var _ =
        cluster
            .chat(1, new byte[32])
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(names))
            .send(message("alice", "hi"));
  }

  private void send(SendRequest request) {
    var _ = cluster.chat(1, alice).send(request);
  }

  private void register(String name, String password) {
    var _ =
        cluster
            .accounts(1)
            .register(
                RegisterRequest.newBuilder()
                    .setRequestId(requestId())
                    .setName(name)
                    .setPassword(password)
                    .build());
  }

  private void login(String name, String password, byte[] token) {
    var _ =
        cluster
            .accounts(1)
            .login(
                LoginRequest.newBuilder()
                    .setRequestId(requestId())
                    .setName(name)
                    .setPassword(password)
                    .setSessionToken(ByteString.copyFrom(token))
                    .build());
  }

  private void mark(MarkRequest.Builder request) {
    var _ = cluster.chat(1, alice).mark(request.setRequestId(requestId()).build());
  }

  private void block(byte[] by, String whom) {
    var _ =
        cluster
            .chat(1, by)
            .block(BlockRequest.newBuilder().setRequestId(requestId()).setName(whom).build());
  }

  private void subscribe(SubscribeRequest.Builder request) {
    cluster.chat(1, alice).subscribe(request.build()).next();
  }

  private void backup() {
    cluster
        .cluster(1, root)
        .backup(BackupRequest.newBuilder().setRequestId(requestId()).build())
        .forEachRemaining(_ -> {});
  }
}
