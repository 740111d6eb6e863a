package chat.node.grpc;

import static chat.node.grpc.TestCluster.bearer;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.ChatReader;
import chat.proto.chat.v1.CreateGroupRequest;
import chat.proto.chat.v1.DeleteAccountRequest;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.SubscribeRequest;
import chat.proto.chat.v1.SubscribeResponse;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that has nothing to read runs no query, and still hears of everything. */
@Timeout(120)
class IdleStreamsTest {
  private static final int BEATS = 20;

  private final Questions questions = new Questions();
  private TestCluster cluster;
  private byte[] alice;
  private byte[] bob;

  @BeforeEach
  void begin() throws Exception {
    CallLimits quick =
        CallLimits.DEFAULTS.with(
            Duration.ofMillis(1500),
            Duration.ofMillis(50),
            Duration.ofSeconds(60),
            Duration.ofMillis(50));
    cluster = new TestCluster(2, quick, questions);
    cluster.lead(0);
    alice = cluster.join("alice");
    bob = cluster.join("bob");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void the_heartbeats_of_an_idle_stream_run_no_query() {
    Iterator<SubscribeResponse> events = listen();
    assertThat(events.next().hasHeartbeat()).isTrue(); // The first page is read by now.
    questions.asked.clear();

    for (int i = 0; i < BEATS; i++) {
      assertThat(events.next().hasHeartbeat()).isTrue();
    }

    assertThat(List.copyOf(questions.asked)).isEmpty();
    send("alice", "after all that");
    assertThat(nextChange(events).getMessage().getText()).isEqualTo("after all that");
  }

  @Test
  void a_post_reaches_an_idle_member_though_the_look_for_the_members_failed() {
    String group = groupOfBothBy(bob);
    Iterator<SubscribeResponse> events = listen();
    assertThat(events.next().hasHeartbeat()).isTrue();
    questions.failing.add("listeners");

    send(group, "to all");

    assertThat(nextChange(events).getMessage().getText()).isEqualTo("to all");
  }

  @Test
  void a_deleted_account_is_told_to_an_idle_peer_though_the_look_for_the_peers_failed() {
    send("alice", "hello");
    Iterator<SubscribeResponse> events = listen();
    assertThat(events.next().hasHeartbeat()).isTrue();
    questions.failing.addAll(Set.of("peers", "groupsLeft"));

    var _ =
        cluster
            .accounts(0, bob)
            .deleteAccount(
                DeleteAccountRequest.newBuilder()
                    .setRequestId(requestId())
                    .setConfirmName("bob")
                    .build());

    assertThat(nextChange(events).getAccountDeleted().getName()).isEqualTo("bob");
  }

  /** Alice's stream, caught up. */
  private Iterator<SubscribeResponse> listen() {
    Iterator<SubscribeResponse> events =
        cluster
            .chat(0, alice)
            .withDeadlineAfter(Duration.ofSeconds(110))
            .subscribe(SubscribeRequest.getDefaultInstance());
    assertThat(events.next().hasCaughtUp()).isTrue();
    return events;
  }

  private static SubscribeResponse nextChange(Iterator<SubscribeResponse> events) {
    SubscribeResponse next = events.next();
    while (next.hasHeartbeat()) {
      next = events.next();
    }
    return next;
  }

  private void send(String to, String text) {
    var _ = cluster.chat(0, bob).send(message(to, text));
  }

  private String groupOfBothBy(byte[] owner) {
    return GroupServiceGrpc.newBlockingStub(cluster.channel(0))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(owner)))
        .createGroup(
            CreateGroupRequest.newBuilder()
                .setRequestId(requestId())
                .setName("both")
                .addMembers("alice")
                .build())
        .getId();
  }

  /** Notes the questions to the state, and fails those that it is told to. */
  private static final class Questions implements TestCluster.Wiring {
    final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    final Set<String> failing = ConcurrentHashMap.newKeySet();

    @Override
    public ChatReader reader(ChatReader real) {
      return Asked.of(
          ChatReader.class,
          real,
          (name, question) -> {
            asked.add(name);
            if (failing.contains(name)) {
              throw new IllegalStateException("this question fails in this test");
            }
            return question.ask();
          });
    }
  }
}
