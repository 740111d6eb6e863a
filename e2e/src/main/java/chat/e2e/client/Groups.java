package chat.e2e.client;

import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.GetGroupRequest;
import chat.proto.chat.v1.GroupMember;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.RemoveMemberRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a user does with groups. Repeated as {@link TestClient} does. */
public final class Groups {
  private final TestClient client;

  public Groups(TestClient client) {
    this.client = client;
  }

  /** Gives the group's id. */
  public String create(String name, List<String> members) {
    CreateGroupRequest request =
        CreateGroupRequest.newBuilder()
            .setRequestId(TestClient.requestId())
            .setName(name)
            .addAllMembers(members)
            .build();
    return client
        .call(GroupServiceGrpc::newBlockingStub, stub -> stub.createGroup(request))
        .getId();
  }

  /** Gives the position of the change. */
  public long add(String id, String member) {
    AddMemberRequest request =
        AddMemberRequest.newBuilder()
            .setRequestId(TestClient.requestId())
            .setId(id)
            .setMember(member)
            .build();
    return client
        .call(GroupServiceGrpc::newBlockingStub, stub -> stub.addMember(request))
        .getCommit()
        .getPosition();
  }

  /** Gives the position of the change. */
  public long remove(String id, String member) {
    RemoveMemberRequest request =
        RemoveMemberRequest.newBuilder()
            .setRequestId(TestClient.requestId())
            .setId(id)
            .setMember(member)
            .build();
    return client
        .call(GroupServiceGrpc::newBlockingStub, stub -> stub.removeMember(request))
        .getCommit()
        .getPosition();
  }

  /** Who belongs to it, and the first seq that each may see; the owner's name has a star. */
  public Map<String, Long> members(String id) {
    GetGroupRequest request = GetGroupRequest.newBuilder().setId(id).build();
    Map<String, Long> members = new LinkedHashMap<>();
    for (GroupMember member :
        client
            .call(GroupServiceGrpc::newBlockingStub, stub -> stub.getGroup(request))
            .getGroup()
            .getMembersList()) {
      members.put(member.getName() + (member.getOwner() ? "*" : ""), member.getJoinedSeq());
    }
    return members;
  }
}
