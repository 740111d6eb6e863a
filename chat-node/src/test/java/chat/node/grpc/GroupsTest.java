package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.GroupLimits;
import chat.node.chat.Limits;
import chat.proto.chat.v1.AddMemberRequest;
import chat.proto.chat.v1.Conversation;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.DeleteMessagesRequest;
import chat.proto.chat.v1.GetGroupRequest;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.InboxRequest;
import chat.proto.chat.v1.LeaveGroupRequest;
import chat.proto.chat.v1.ListConversationsRequest;
import chat.proto.chat.v1.ListGroupsRequest;
import chat.proto.chat.v1.ListMessagesRequest;
import chat.proto.chat.v1.MarkRequest;
import chat.proto.chat.v1.Message;
import chat.proto.chat.v1.RemoveMemberRequest;
import chat.proto.chat.v1.RenameGroupRequest;
import chat.proto.chat.v1.SearchRequest;
import chat.proto.chat.v1.SearchResponse;
import chat.proto.chat.v1.SendResponse;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups, deletions and search; every call goes through a node that is not primary. */
@Timeout(120)
class GroupsTest {
  private TestCluster cluster;
  private byte[] alice;
  private byte[] bob;
  private String group;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS.with(16_384, 10_000, 10_000));
    cluster.lead(0);
    alice = cluster.join("alice");
    bob = cluster.join("bob");
    group = groups(alice).createGroup(create("team", List.of("bob"))).getId();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void members_write_to_each_other_in_one_sequence() {
    assertThat(send(alice, group, "hi").getSeq()).isEqualTo(1);
    SendResponse second = send(bob, group, "ho");

    assertThat(second.getSeq()).isEqualTo(2);
    assertThat(second.getConversation()).isEqualTo(group);
    assertThat(texts(alice, group)).containsExactly("hi", "ho");
    assertThat(
            cluster
                .chat(1, bob)
                .inbox(InboxRequest.getDefaultInstance())
                .getMessagesList()
                .getFirst()
                .getTo())
        .isEqualTo(group);
  }

  @Test
  void a_repeated_command_gets_the_first_answer() {
    CreateGroupRequest once = create("other", List.of());
    String first = groups(alice).createGroup(once).getId();

    var second = groups(alice).createGroup(once);

    assertThat(second.getId()).isEqualTo(first);
    assertThat(second.getCommit().getReplayed()).isTrue();
  }

  @Test
  void a_stream_tells_messages_receipts_deletions_and_the_end_of_membership() {
    Iterator<SubscribeResponse> events = subscribe(bob);
    var _ = send(alice, group, "hi");
    var _ = groups(alice).renameGroup(rename(group, "crew"));
    var _ =
        cluster
            .chat(1, alice)
            .mark(
                MarkRequest.newBuilder()
                    .setRequestId(requestId())
                    .setConversation(group)
                    .setReadSeq(1)
                    .build());
    var _ = cluster.chat(1, alice).deleteMessages(deletion(group, true, 1));
    var _ =
        groups(alice)
            .removeMember(
                RemoveMemberRequest.newBuilder()
                    .setRequestId(requestId())
                    .setId(group)
                    .setMember("bob")
                    .build());

    List<String> heard = new ArrayList<>();
    boolean out = false;
    while (!out && events.hasNext()) {
      SubscribeResponse event = events.next();
      heard.add(event.getEventCase().name());
      out = event.getGroupChanged().getOut();
    }
    // What was deleted or overtaken before the stream came to it isn't told any more.
    assertThat(heard).endsWith("GROUP_CHANGED").doesNotContain("GO_AWAY");
    assertThat(texts(alice, group)).isEmpty();
  }

  @Test
  void a_receipt_and_a_deletion_come_to_the_sender() {
    var _ = send(alice, group, "hi");
    Iterator<SubscribeResponse> events = subscribe(alice);
    var _ =
        cluster
            .chat(1, bob)
            .mark(
                MarkRequest.newBuilder()
                    .setRequestId(requestId())
                    .setConversation(group)
                    .setReadSeq(1)
                    .setHideRead(true)
                    .build());
    SubscribeResponse receipt = events.next();
    assertThat(receipt.getReceipt().getBy()).isEqualTo("bob");
    assertThat(receipt.getReceipt().getDeliveredSeq()).isEqualTo(1);
    assertThat(receipt.getReceipt().getReadSeq()).isZero();

    var _ = cluster.chat(1, alice).deleteMessages(deletion(group, true, 1));
    SubscribeResponse deletion = events.next();
    assertThat(deletion.getDeletion().getSeqsList()).containsExactly(1L);
    assertThat(deletion.getDeletion().getForEveryone()).isTrue();
  }

  @Test
  void conversations_come_newest_first_with_their_unread_counts() {
    var _ = send(alice, group, "one");
    var _ = send(alice, "bob", "two");
    var page =
        cluster
            .chat(1, bob)
            .listConversations(ListConversationsRequest.newBuilder().setLimit(1).build());
    var next =
        cluster
            .chat(1, bob)
            .listConversations(
                ListConversationsRequest.newBuilder().setPage(page.getNextPage()).build());
    List<Conversation> all =
        Stream.concat(page.getConversationsList().stream(), next.getConversationsList().stream())
            .toList();
    assertThat(all).extracting(Conversation::getName).containsExactly("alice", "team");
    assertThat(all).extracting(Conversation::getUnread).containsExactly(1L, 1L);
    assertThat(all).extracting(c -> c.getLast().getText()).containsExactly("two", "one");
    assertThat(all).extracting(Conversation::getWith).containsExactly("alice", group);
  }

  @Test
  void a_search_goes_over_the_callers_conversations_page_by_page() {
    for (int i = 0; i < 3; i++) {
      var _ = send(alice, group, "plan " + i);
    }
    var _ = send(alice, "alice", "a plan of my own");
    SearchResponse first = search(bob, "plan*", 2, com.google.protobuf.ByteString.EMPTY);
    SearchResponse rest = search(bob, "plan*", 2, first.getNextPage());

    assertThat(first.getMessagesList())
        .extracting(Message::getText)
        .containsExactly("plan 2", "plan 1");
    assertThat(rest.getMessagesList()).extracting(Message::getText).containsExactly("plan 0");
    assertThat(rest.getNextPage().isEmpty()).isTrue();
  }

  @Test
  void groups_are_listed_in_pages_and_left() {
    String second = groups(alice).createGroup(create("second", List.of())).getId();
    var page = groups(alice).listGroups(ListGroupsRequest.newBuilder().setPageSize(1).build());
    assertThat(page.getGroups(0).getId()).isEqualTo(group);
    assertThat(
            groups(alice)
                .listGroups(ListGroupsRequest.newBuilder().setAfter(page.getNextAfter()).build())
                .getGroups(0)
                .getId())
        .isEqualTo(second);
    var _ = groups(alice).leaveGroup(leave(group));
    assertThat(get(bob, group).getMembers(0).getOwner()).isTrue();
  }

  @Test
  void every_refusal_of_groups_has_its_status_and_reason() {
    byte[] eve = cluster.join("eve");
    fails(
        () -> groups(alice).createGroup(create(" ", List.of())),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_GROUP_NAME");
    fails(() -> get(eve, group), Status.Code.NOT_FOUND, "CONVERSATION_NOT_FOUND");
    fails(() -> send(eve, group, "hi"), Status.Code.NOT_FOUND, "CONVERSATION_NOT_FOUND");
    fails(() -> texts(eve, group), Status.Code.NOT_FOUND, "CONVERSATION_NOT_FOUND");
    fails(() -> get(eve, "team"), Status.Code.INVALID_ARGUMENT, "INVALID_ARGUMENT");
    fails(
        () -> groups(bob).renameGroup(rename(group, "mine")),
        Status.Code.PERMISSION_DENIED,
        "NOT_OWNER");
    fails(
        () -> groups(alice).addMember(add(group, "nobody")),
        Status.Code.NOT_FOUND,
        "USER_NOT_FOUND");
    List<String> crowd =
        Stream.iterate(1, i -> i + 1)
            .limit(GroupLimits.DEFAULTS.members())
            .map(i -> "user" + i)
            .toList();
    fails(
        () -> groups(alice).createGroup(create("crowd", crowd)),
        Status.Code.RESOURCE_EXHAUSTED,
        "GROUP_FULL");
    for (int i = 0; i < GroupLimits.DEFAULTS.groupsPerAccount(); i++) {
      var _ = groups(eve).createGroup(create("g" + i, List.of()));
    }
    fails(
        () -> groups(alice).addMember(add(group, "eve")),
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_GROUPS");
  }

  @Test
  void every_refusal_of_deletions_and_searches_has_its_status_and_reason() {
    var _ = send(alice, "bob", "hi");
    fails(
        () -> cluster.chat(1, bob).deleteMessages(deletion("alice:bob", true, 1)),
        Status.Code.PERMISSION_DENIED,
        "NOT_SENDER");
    fails(
        () -> cluster.chat(1, bob).deleteMessages(deletion("alice:bob", false, 2)),
        Status.Code.NOT_FOUND,
        "MESSAGE_NOT_FOUND");
    fails(
        () -> cluster.chat(1, bob).deleteMessages(deletion("alice:bob", false)),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ARGUMENT");
    fails(
        () -> search(bob, "\"half", 1, com.google.protobuf.ByteString.EMPTY),
        Status.Code.INVALID_ARGUMENT,
        "SEARCH_QUERY_INVALID");
    fails(
        () -> search(bob, "hi", 1, com.google.protobuf.ByteString.copyFromUtf8("x")),
        Status.Code.INVALID_ARGUMENT,
        "CURSOR_INVALID");
  }

  private GroupServiceGrpc.GroupServiceBlockingStub groups(byte[] token) {
    return GroupServiceGrpc.newBlockingStub(cluster.channel(1))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(TestCluster.bearer(token)))
        .withDeadlineAfter(Duration.ofSeconds(60));
  }

  /** Behind all that was acknowledged, once the stream says that it caught up. */
  private Iterator<SubscribeResponse> subscribe(byte[] token) {
    Iterator<SubscribeResponse> events =
        cluster.chat(1, token).subscribe(SubscribeRequest.getDefaultInstance());
    assertThat(events.next().hasCaughtUp()).isTrue();
    return events;
  }

  private SendResponse send(byte[] token, String to, String text) {
    return cluster.chat(1, token).send(message(to, text));
  }

  private List<String> texts(byte[] token, String with) {
    return cluster
        .chat(1, token)
        .listMessages(ListMessagesRequest.newBuilder().setWith(with).build())
        .getMessagesList()
        .stream()
        .map(Message::getText)
        .toList();
  }

  private SearchResponse search(
      byte[] token, String query, int limit, com.google.protobuf.ByteString page) {
    return cluster
        .chat(1, token)
        .search(SearchRequest.newBuilder().setQuery(query).setLimit(limit).setPage(page).build());
  }

  private chat.proto.chat.v1.Group get(byte[] token, String id) {
    return groups(token).getGroup(GetGroupRequest.newBuilder().setId(id).build()).getGroup();
  }

  private static CreateGroupRequest create(String name, List<String> members) {
    return CreateGroupRequest.newBuilder()
        .setRequestId(requestId())
        .setName(name)
        .addAllMembers(members)
        .build();
  }

  private static RenameGroupRequest rename(String id, String name) {
    return RenameGroupRequest.newBuilder()
        .setRequestId(requestId())
        .setId(id)
        .setName(name)
        .build();
  }

  private static AddMemberRequest add(String id, String member) {
    return AddMemberRequest.newBuilder()
        .setRequestId(requestId())
        .setId(id)
        .setMember(member)
        .build();
  }

  private static LeaveGroupRequest leave(String id) {
    return LeaveGroupRequest.newBuilder().setRequestId(requestId()).setId(id).build();
  }

  private static DeleteMessagesRequest deletion(
      String conversation, boolean forEveryone, long... seqs) {
    var request =
        DeleteMessagesRequest.newBuilder()
            .setRequestId(requestId())
            .setConversation(conversation)
            .setForEveryone(forEveryone);
    for (long seq : seqs) {
      request.addSeqs(seq);
    }
    return request.build();
  }
}
