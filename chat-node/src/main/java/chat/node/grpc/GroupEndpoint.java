package chat.node.grpc;

import chat.node.chat.AccountName;
import chat.node.chat.ChatReader;
import chat.node.chat.Command.Stamp;
import chat.node.chat.Fingerprint;
import chat.node.chat.GroupCommand;
import chat.node.chat.GroupId;
import chat.node.chat.GroupOutcome;
import chat.node.chat.Refusal;
import chat.node.chat.RequestId;
import chat.node.chat.ResultPage;
import chat.node.host.Replication.Committed;
import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.AddMemberResponse;
import chat.proto.chat.v1.Commit;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.CreateGroupResponse;
import chat.proto.chat.v1.GetGroupRequest;
import chat.proto.chat.v1.GetGroupResponse;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.LeaveGroupRequest;
import chat.proto.chat.v1.LeaveGroupResponse;
import chat.proto.chat.v1.ListGroupsRequest;
import chat.proto.chat.v1.ListGroupsResponse;
import chat.proto.chat.v1.RemoveMemberRequest;
import chat.proto.chat.v1.RemoveMemberResponse;
import chat.proto.chat.v1.RenameGroupRequest;
import chat.proto.chat.v1.RenameGroupResponse;
import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Groups. Who may do what is judged where a command is applied. */
final class GroupEndpoint {
  private final LocalNode node;
  private final SessionCalls calls;
  private final Subscriptions subscriptions;

  GroupEndpoint(LocalNode node, SessionCalls calls, Subscriptions subscriptions) {
    this.node = node;
    this.calls = calls;
    this.subscriptions = subscriptions;
  }

  List<Method> methods() {
    return List.of(
        Method.mutation(
            GroupServiceGrpc.getCreateGroupMethod(),
            Handler.unary(CreateGroupRequest.parser(), this::create)),
        Method.mutation(
            GroupServiceGrpc.getRenameGroupMethod(),
            Handler.unary(RenameGroupRequest.parser(), this::rename)),
        Method.mutation(
            GroupServiceGrpc.getAddMemberMethod(),
            Handler.unary(AddMemberRequest.parser(), this::add)),
        Method.mutation(
            GroupServiceGrpc.getRemoveMemberMethod(),
            Handler.unary(RemoveMemberRequest.parser(), this::remove)),
        Method.mutation(
            GroupServiceGrpc.getLeaveGroupMethod(),
            Handler.unary(LeaveGroupRequest.parser(), this::leave)),
        Method.read(
            GroupServiceGrpc.getGetGroupMethod(),
            Handler.unary(GetGroupRequest.parser(), this::get)),
        Method.read(
            GroupServiceGrpc.getListGroupsMethod(),
            Handler.unary(ListGroupsRequest.parser(), this::list)));
  }

  private CompletableFuture<CreateGroupResponse> create(Caller caller, CreateGroupRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              byte[] id = asked.getRequestId().toByteArray();
              Failures.refuseIf(node.validation().requestId(id));
              Failures.refuseIf(node.validation().groupName(asked.getName()));
              Failures.refuseIf(node.validation().members(asked.getMembersList()));
              List<AccountName> members =
                  asked.getMembersList().stream().distinct().map(AccountName::new).toList();
              return new SessionCalls.Change(
                  RequestId.of(id),
                  Fingerprint.of("create group", asked.getName(), members.toString()),
                  (session, stamp) ->
                      new GroupCommand.Create(stamp, session.account(), asked.getName(), members));
            })
        .thenApply(
            committed -> {
              if (committed.answer().outcome() instanceof GroupOutcome.Created(GroupId group)) {
                subscriptions.touch(group);
                return CreateGroupResponse.newBuilder()
                    .setCommit(Answers.commit(committed))
                    .setId(group.toString())
                    .build();
              }
              throw Answers.unexpected(committed);
            });
  }

  private CompletableFuture<RenameGroupResponse> rename(Caller caller, RenameGroupRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              Failures.refuseIf(node.validation().groupName(asked.getName()));
              GroupId group = group(asked.getId());
              return change(
                  asked.getRequestId(),
                  Fingerprint.of("rename group", asked.getId(), asked.getName()),
                  (account, stamp) ->
                      new GroupCommand.Rename(stamp, account, group, asked.getName()));
            })
        .thenApply(
            committed -> RenameGroupResponse.newBuilder().setCommit(changed(committed)).build());
  }

  private CompletableFuture<AddMemberResponse> add(Caller caller, AddMemberRequest asked)
      throws CallFailure {
    return changeMember(
            caller,
            "add member",
            asked.getId(),
            asked.getMember(),
            asked.getRequestId(),
            GroupCommand.Add::new)
        .thenApply(commit -> AddMemberResponse.newBuilder().setCommit(commit).build());
  }

  private CompletableFuture<RemoveMemberResponse> remove(Caller caller, RemoveMemberRequest asked)
      throws CallFailure {
    return changeMember(
            caller,
            "remove member",
            asked.getId(),
            asked.getMember(),
            asked.getRequestId(),
            GroupCommand.Remove::new)
        .thenApply(commit -> RemoveMemberResponse.newBuilder().setCommit(commit).build());
  }

  /** One who comes or goes, by the hand of {@code account}. */
  private interface MemberChange {
    GroupCommand of(Stamp stamp, AccountName account, GroupId group, AccountName member);
  }

  private CompletableFuture<Commit> changeMember(
      Caller caller, String what, String id, String name, ByteString requestId, MemberChange change)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              Failures.refuseIf(node.validation().name(name));
              GroupId group = group(id);
              AccountName member = new AccountName(name);
              return change(
                  requestId,
                  Fingerprint.of(what, id, name),
                  (account, stamp) -> change.of(stamp, account, group, member));
            })
        .thenApply(this::changed);
  }

  private CompletableFuture<LeaveGroupResponse> leave(Caller caller, LeaveGroupRequest asked)
      throws CallFailure {
    return calls
        .change(
            caller,
            () -> {
              GroupId group = group(asked.getId());
              return change(
                  asked.getRequestId(),
                  Fingerprint.of("leave group", asked.getId()),
                  (account, stamp) -> new GroupCommand.Leave(stamp, account, group));
            })
        .thenApply(
            committed -> LeaveGroupResponse.newBuilder().setCommit(changed(committed)).build());
  }

  private GroupId group(String id) throws CallFailure {
    Failures.refuseIf(node.validation().group(id));
    return GroupId.parse(id);
  }

  private SessionCalls.Change change(
      ByteString requestId,
      Fingerprint fingerprint,
      BiFunction<AccountName, Stamp, GroupCommand> command)
      throws CallFailure {
    byte[] id = requestId.toByteArray();
    Failures.refuseIf(node.validation().requestId(id));
    return new SessionCalls.Change(
        RequestId.of(id), fingerprint, (session, stamp) -> command.apply(session.account(), stamp));
  }

  private Commit changed(Committed committed) {
    if (committed.answer().outcome() instanceof GroupOutcome.Changed(GroupId group)) {
      subscriptions.touch(group, committed.answer().position());
      return Answers.commit(committed);
    }
    throw Answers.unexpected(committed);
  }

  private CompletableFuture<GetGroupResponse> get(Caller caller, GetGroupRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        session -> {
          GroupId id = group(asked.getId());
          Optional<ChatReader.GroupView> group = node.reader().group(session.account(), id);
          if (group.isEmpty()) {
            throw unknown(id);
          }
          return GetGroupResponse.newBuilder().setGroup(Answers.group(group.get())).build();
        });
  }

  private CompletableFuture<ListGroupsResponse> list(Caller caller, ListGroupsRequest asked)
      throws CallFailure {
    return calls.read(
        caller,
        session -> {
          Failures.refuseIf(node.validation().pageSize(asked.getPageSize()));
          long after = asked.getAfter().isEmpty() ? 0 : group(asked.getAfter()).number();
          int size = node.validation().entriesOfPage(asked.getPageSize());
          ResultPage<ChatReader.GroupView> found =
              node.reader().groups(session.account(), after, size);
          var page = ListGroupsResponse.newBuilder();
          found.rows().stream().map(Answers::group).forEach(page::addGroups);
          if (found.more()) {
            page.setNextAfter(new GroupId(found.next()).toString());
          }
          return page.build();
        });
  }

  /** For one who doesn't belong to it, a group that isn't there and one that is look alike. */
  static CallFailure unknown(GroupId group) {
    return Failures.refused(
        Refusal.Reason.CONVERSATION_NOT_FOUND, "you belong to no group " + group);
  }
}
