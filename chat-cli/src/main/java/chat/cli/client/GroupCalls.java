package chat.cli.client;

import static chat.cli.client.RetryingCalls.Effect.CHANGES;
import static chat.cli.client.RetryingCalls.Effect.READS;

import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.GetGroupRequest;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.LeaveGroupRequest;
import chat.proto.chat.v1.ListGroupsRequest;
import chat.proto.chat.v1.ListGroupsResponse;
import chat.proto.chat.v1.RemoveMemberRequest;
import chat.proto.chat.v1.RenameGroupRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Groups. As {@link ChatClient}: blocking, retried, any thread. */
public final class GroupCalls {
  private final RetryingCalls calls;
  private final Optional<byte[]> token;

  GroupCalls(RetryingCalls calls, Optional<byte[]> token) {
    this.calls = calls;
    this.token = token;
  }

  /** {@code id}: such as {@code #7}; {@code name} is for people, and not unique. */
  public record Group(String id, String name, long createdMillis, List<Member> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  public record Member(String name, boolean owner) {}

  /** Its id. */
  public String create(RequestId id, String name, List<String> members) throws ChatFailure {
    CreateGroupRequest request =
        CreateGroupRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setName(name)
            .addAllMembers(members)
            .build();
    return calls.call(GroupServiceGrpc.getCreateGroupMethod(), CHANGES, token, request).getId();
  }

  public void rename(RequestId id, String group, String name) throws ChatFailure {
    RenameGroupRequest request =
        RenameGroupRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setId(group)
            .setName(name)
            .build();
    calls.call(GroupServiceGrpc.getRenameGroupMethod(), CHANGES, token, request);
  }

  public void add(RequestId id, String group, String member) throws ChatFailure {
    AddMemberRequest request =
        AddMemberRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setId(group)
            .setMember(member)
            .build();
    calls.call(GroupServiceGrpc.getAddMemberMethod(), CHANGES, token, request);
  }

  public void remove(RequestId id, String group, String member) throws ChatFailure {
    RemoveMemberRequest request =
        RemoveMemberRequest.newBuilder()
            .setRequestId(Wire.bytes(id))
            .setId(group)
            .setMember(member)
            .build();
    calls.call(GroupServiceGrpc.getRemoveMemberMethod(), CHANGES, token, request);
  }

  public void leave(RequestId id, String group) throws ChatFailure {
    LeaveGroupRequest request =
        LeaveGroupRequest.newBuilder().setRequestId(Wire.bytes(id)).setId(group).build();
    calls.call(GroupServiceGrpc.getLeaveGroupMethod(), CHANGES, token, request);
  }

  public Group get(String group) throws ChatFailure {
    GetGroupRequest request = GetGroupRequest.newBuilder().setId(group).build();
    return Wire.group(
        calls.call(GroupServiceGrpc.getGetGroupMethod(), READS, token, request).getGroup());
  }

  /** The caller's, in the order in which they were made. */
  public List<Group> list() throws ChatFailure {
    List<Group> groups = new ArrayList<>();
    String after = "";
    do {
      ListGroupsRequest request = ListGroupsRequest.newBuilder().setAfter(after).build();
      ListGroupsResponse page =
          calls.call(GroupServiceGrpc.getListGroupsMethod(), READS, token, request);
      page.getGroupsList().forEach(g -> groups.add(Wire.group(g)));
      after = page.getNextAfter();
    } while (!after.isEmpty());
    return groups;
  }
}
