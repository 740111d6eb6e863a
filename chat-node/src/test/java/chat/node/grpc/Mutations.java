package chat.node.grpc;

import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.requestId;

import chat.node.chat.TokenHash;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.BlockRequest;
import chat.proto.chat.v1.ChangePasswordRequest;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.LeaveGroupRequest;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LogoutRequest;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.RegisterRequest;
import chat.proto.chat.v1.RemoveMemberRequest;
import chat.proto.chat.v1.RenameGroupRequest;
import chat.proto.chat.v1.RevokeSessionRequest;
import chat.proto.chat.v1.SendRequest;
import chat.proto.chat.v1.SwitchoverRequest;
import chat.proto.chat.v1.UnblockRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;

/** Every mutation of the clients' API with a request that takes effect, to be sent again. */
final class Mutations {
  static final String OTHER_PASSWORD = "another horse";

  private Mutations() {}

  /** Who asks; {@code friend} is another account. Both are registered and logged in. */
  record Actor(TestCluster cluster, String name, byte[] token, String friend, byte[] friends) {}

  /** One request with one id, sent to a node with a session. */
  @FunctionalInterface
  interface Call {
    Message by(int node, byte[] token);
  }

  /** Makes the state in which the request takes effect, and the request. */
  @FunctionalInterface
  interface Preparation {
    Call of(Actor actor);
  }

  record Row(String method, Preparation preparation) {
    @Override
    public String toString() {
      return method;
    }
  }

  static List<Row> rows() {
    return List.of(
        row(AccountServiceGrpc.getRegisterMethod(), Mutations::register),
        row(AccountServiceGrpc.getLoginMethod(), Mutations::login),
        row(AccountServiceGrpc.getLogoutMethod(), Mutations::logout),
        row(AccountServiceGrpc.getChangePasswordMethod(), Mutations::changePassword),
        row(AccountServiceGrpc.getRevokeSessionMethod(), Mutations::revokeSession),
        row(AccountServiceGrpc.getDeleteAccountMethod(), Mutations::deleteAccount),
        row(ChatServiceGrpc.getSendMethod(), Mutations::send),
        row(ChatServiceGrpc.getMarkMethod(), Mutations::mark),
        row(ChatServiceGrpc.getDeleteMessagesMethod(), Mutations::deleteMessages),
        row(ChatServiceGrpc.getBlockMethod(), Mutations::block),
        row(ChatServiceGrpc.getUnblockMethod(), Mutations::unblock),
        row(GroupServiceGrpc.getCreateGroupMethod(), Mutations::createGroup),
        row(GroupServiceGrpc.getRenameGroupMethod(), Mutations::renameGroup),
        row(GroupServiceGrpc.getAddMemberMethod(), Mutations::addMember),
        row(GroupServiceGrpc.getRemoveMemberMethod(), Mutations::removeMember),
        row(GroupServiceGrpc.getLeaveGroupMethod(), Mutations::leaveGroup),
        row(ClusterServiceGrpc.getSwitchoverMethod(), Mutations::switchover));
  }

  private static Row row(MethodDescriptor<?, ?> method, Preparation preparation) {
    return new Row(method.getFullMethodName(), preparation);
  }

  /** What an answer says, but for whether it is the first and how many copies there are now. */
  static Message withoutReplayed(Message answer) {
    Message.Builder plain = answer.toBuilder();
    var field = answer.getDescriptorForType().findFieldByName("commit");
    return plain
        .setField(field, commit(answer).toBuilder().clearReplayed().clearInSyncCount().build())
        .build();
  }

  static Commit commit(Message answer) {
    return (Commit) answer.getField(answer.getDescriptorForType().findFieldByName("commit"));
  }

  private static GroupServiceGrpc.GroupServiceBlockingStub groups(
      TestCluster cluster, int node, byte[] token) {
    return GroupServiceGrpc.newBlockingStub(cluster.channel(node))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  private static Call register(Actor actor) {
    var asked =
        RegisterRequest.newBuilder()
            .setRequestId(requestId())
            .setName(actor.name() + ".new")
            .setPassword(PASSWORD)
            .build();
    return (node, _) -> actor.cluster().accounts(node).register(asked);
  }

  private static Call login(Actor actor) {
    ByteString id = requestId();
    var asked =
        LoginRequest.newBuilder()
            .setRequestId(id)
            .setName(actor.name())
            .setPassword(PASSWORD)
            .setSessionToken(id.concat(id))
            .build();
    return (node, _) -> actor.cluster().accounts(node).login(asked);
  }

  private static Call logout(Actor actor) {
    var asked = LogoutRequest.newBuilder().setRequestId(requestId()).setAll(true).build();
    return (node, token) -> actor.cluster().accounts(node, token).logout(asked);
  }

  private static Call changePassword(Actor actor) {
    var asked =
        ChangePasswordRequest.newBuilder()
            .setRequestId(requestId())
            .setOldPassword(PASSWORD)
            .setNewPassword(OTHER_PASSWORD)
            .setEndOtherSessions(true)
            .build();
    return (node, token) -> actor.cluster().accounts(node, token).changePassword(asked);
  }

  /** Of the session that asks: a repetition comes with a token that was ended by the first. */
  private static Call revokeSession(Actor actor) {
    var asked =
        RevokeSessionRequest.newBuilder()
            .setRequestId(requestId())
            .setSessionId(TokenHash.of(actor.token()).sessionId())
            .build();
    return (node, token) -> actor.cluster().accounts(node, token).revokeSession(asked);
  }

  private static Call deleteAccount(Actor actor) {
    var asked =
        DeleteAccountRequest.newBuilder()
            .setRequestId(requestId())
            .setConfirmName(actor.name())
            .build();
    return (node, token) -> actor.cluster().accounts(node, token).deleteAccount(asked);
  }

  private static Call send(Actor actor) {
    var asked =
        SendRequest.newBuilder()
            .setRequestId(requestId())
            .setTo(actor.friend())
            .setText("hi")
            .build();
    return (node, token) -> actor.cluster().chat(node, token).send(asked);
  }

  private static String received(Actor actor) {
    return actor
        .cluster()
        .chat(0, actor.friends())
        .send(
            SendRequest.newBuilder()
                .setRequestId(requestId())
                .setTo(actor.name())
                .setText("hello")
                .build())
        .getConversation();
  }

  private static Call mark(Actor actor) {
    var asked =
        MarkRequest.newBuilder()
            .setRequestId(requestId())
            .setConversation(received(actor))
            .setReadSeq(1)
            .setDeliveredSeq(1)
            .build();
    return (node, token) -> actor.cluster().chat(node, token).mark(asked);
  }

  private static Call deleteMessages(Actor actor) {
    var asked =
        DeleteMessagesRequest.newBuilder()
            .setRequestId(requestId())
            .setConversation(received(actor))
            .addSeqs(1)
            .build();
    return (node, token) -> actor.cluster().chat(node, token).deleteMessages(asked);
  }

  private static Call block(Actor actor) {
    var asked = BlockRequest.newBuilder().setRequestId(requestId()).setName(actor.friend()).build();
    return (node, token) -> actor.cluster().chat(node, token).block(asked);
  }

  private static Call unblock(Actor actor) {
    var _ = block(actor).by(0, actor.token());
    var asked =
        UnblockRequest.newBuilder().setRequestId(requestId()).setName(actor.friend()).build();
    return (node, token) -> actor.cluster().chat(node, token).unblock(asked);
  }

  private static Call createGroup(Actor actor) {
    var asked =
        CreateGroupRequest.newBuilder()
            .setRequestId(requestId())
            .setName("team")
            .addMembers(actor.friend())
            .build();
    return (node, token) -> groups(actor.cluster(), node, token).createGroup(asked);
  }

  private static String group(Actor actor, String... members) {
    return groups(actor.cluster(), 0, actor.token())
        .createGroup(
            CreateGroupRequest.newBuilder()
                .setRequestId(requestId())
                .setName("team")
                .addAllMembers(List.of(members))
                .build())
        .getId();
  }

  private static Call renameGroup(Actor actor) {
    var asked =
        RenameGroupRequest.newBuilder()
            .setRequestId(requestId())
            .setId(group(actor))
            .setName("crew")
            .build();
    return (node, token) -> groups(actor.cluster(), node, token).renameGroup(asked);
  }

  private static Call addMember(Actor actor) {
    var asked =
        AddMemberRequest.newBuilder()
            .setRequestId(requestId())
            .setId(group(actor))
            .setMember(actor.friend())
            .build();
    return (node, token) -> groups(actor.cluster(), node, token).addMember(asked);
  }

  private static Call removeMember(Actor actor) {
    var asked =
        RemoveMemberRequest.newBuilder()
            .setRequestId(requestId())
            .setId(group(actor, actor.friend()))
            .setMember(actor.friend())
            .build();
    return (node, token) -> groups(actor.cluster(), node, token).removeMember(asked);
  }

  private static Call leaveGroup(Actor actor) {
    var asked =
        LeaveGroupRequest.newBuilder()
            .setRequestId(requestId())
            .setId(group(actor, actor.friend()))
            .build();
    return (node, token) -> groups(actor.cluster(), node, token).leaveGroup(asked);
  }

  private static Call switchover(Actor actor) {
    var asked = SwitchoverRequest.newBuilder().setRequestId(requestId()).setTo("chat-1").build();
    return (node, token) -> actor.cluster().cluster(node, token).switchover(asked);
  }
}
