package chat.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.cli.client.ChatFailure.Kind;
import chat.cli.client.FakeNode.Answer;
import io.grpc.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client makes of every way in which a node can fail a mutation. */
@Timeout(60)
class RetriesTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final RequestId ID = RequestId.random();

  private FakeNode one;
  private FakeNode two;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    one = new FakeNode("chat-0");
    two = new FakeNode("chat-1");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
  }

  @Test
  void an_answer_is_an_answer() throws ChatFailure {
    one.then(new Answer.Acknowledge(5));
    assertThat(send(LONG).id()).isEqualTo("a:b/5");
    assertThat(told).isEmpty();
  }

  @Test
  void a_connection_that_breaks_after_the_request_is_retried_elsewhere_with_the_same_id()
      throws ChatFailure {
    one.then(new Answer.BreakConnection());
    two.then(new Answer.Acknowledge(6));
    assertThat(send(LONG).seq()).isEqualTo(6);
    assertThat(one.received()).isEqualTo(two.received()).hasSize(1);
  }

  @Test
  void our_unavailable_is_retried_and_then_not_applied() {
    for (int i = 0; i < 100; i++) {
      // Pauses fill the time, so that the deadline finds no attempt under way: that one is unknown.
      one.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAVAILABLE, "NOT_PRIMARY", 700)));
      two.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAVAILABLE, "RECOVERING", 700)));
    }
    assertThat(failure(Duration.ofSeconds(2)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(two.received()).isNotEmpty();
  }

  @Test
  void a_bare_unavailable_leaves_the_outcome_unknown_whatever_comes_later() {
    one.then(new Answer.Fail(Status.UNAVAILABLE.asRuntimeException()));
    for (int i = 0; i < 100; i++) {
      one.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAVAILABLE, "NOT_PRIMARY", 0)));
      two.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAVAILABLE, "NOT_PRIMARY", 0)));
    }
    assertThat(failure(SHORT).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void outcome_unknown_is_settled_by_an_answer_to_the_same_id() throws ChatFailure {
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.ABORTED, "OUTCOME_UNKNOWN", 0)));
    two.then(new Answer.Acknowledge(8));
    assertThat(send(LONG).seq()).isEqualTo(8);
  }

  @Test
  void silence_until_the_deadline_is_unknown() {
    assertThat(failure(SHORT).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void refused_connections_only_mean_that_nothing_was_applied() throws IOException {
    Endpoint nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = Endpoint.of(new chat.view.Address("127.0.0.1", socket.getLocalPort()));
    }
    assertThat(failure(Duration.ofSeconds(2), nobody).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(told).containsExactly("lost " + nobody);
  }

  @Test
  void a_dead_first_endpoint_is_passed_over_without_a_word() throws ChatFailure {
    one.close();
    two.then(new Answer.Acknowledge(9));
    assertThat(send(LONG).seq()).isEqualTo(9);
    assertThat(told).isEmpty();
  }

  @Test
  void a_lost_connection_and_the_way_back_are_told_once_each() throws ChatFailure {
    one.then(new Answer.Acknowledge(1)).then(new Answer.BreakConnection());
    two.then(new Answer.Acknowledge(2)).then(new Answer.Acknowledge(3));
    try (ChatClient client = client(LONG, one.endpoint(), two.endpoint())) {
      client.send(RequestId.random(), "b", "x");
      client.send(RequestId.random(), "b", "y");
      client.send(RequestId.random(), "b", "z");
    }
    assertThat(told).containsExactly("lost chat-0", "back chat-1 7");
  }

  @Test
  void a_refusal_is_final_and_has_its_kind() {
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.NOT_FOUND, "USER_NOT_FOUND", 0)));
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.INVALID_ARGUMENT, "TEXT_EMPTY", 0)));
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAUTHENTICATED, "SESSION_INVALID", 0)));
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.ALREADY_EXISTS, "REQUEST_ID_REUSED", 0)));
    assertThat(List.of(failure(LONG).kind(), failure(LONG).kind(), failure(LONG).kind()))
        .containsExactly(Kind.NOT_FOUND, Kind.REFUSED, Kind.AUTHENTICATION);
    assertThat(failure(LONG).reason()).isEqualTo("REQUEST_ID_REUSED");
  }

  @Test
  void a_session_that_ended_does_not_settle_what_was_unknown() {
    one.then(new Answer.Fail(Status.UNAVAILABLE.asRuntimeException()));
    two.then(new Answer.Fail(FakeNode.ours(Status.Code.UNAUTHENTICATED, "SESSION_INVALID", 0)));
    assertThat(failure(LONG).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void a_final_refusal_settles_what_was_unknown_and_another_one_does_not() {
    one.then(new Answer.Fail(Status.UNAVAILABLE.asRuntimeException()));
    two.then(
        new Answer.Fail(FakeNode.refused(Status.Code.RESOURCE_EXHAUSTED, "MAILBOX_FULL", true)));
    assertThat(failure(LONG).kind()).isEqualTo(Kind.REFUSED);
    one.then(new Answer.Fail(Status.UNAVAILABLE.asRuntimeException()));
    two.then(new Answer.Fail(FakeNode.refused(Status.Code.NOT_FOUND, "USER_NOT_FOUND", false)));
    assertThat(failure(LONG).kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
  }

  @Test
  void a_limit_that_passes_is_waited_for_and_one_that_does_not_is_refused() throws ChatFailure {
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.RESOURCE_EXHAUSTED, "RATE_LIMITED", 30)));
    one.then(new Answer.Acknowledge(4));
    assertThat(send(LONG).seq()).isEqualTo(4);
    one.then(new Answer.Fail(FakeNode.ours(Status.Code.RESOURCE_EXHAUSTED, "MAILBOX_FULL", 0)));
    assertThat(failure(LONG).kind()).isEqualTo(Kind.REFUSED);
    assertThat(two.received()).isEmpty();
  }

  @Test
  void a_subscription_goes_on_behind_the_last_event_that_was_taken() throws ChatFailure {
    one.thenStream(FakeNode.message(1, "c1"), FakeNode.message(2, "c2"));
    two.thenStream(FakeNode.message(3, "c3"));
    List<Long> seen = new ArrayList<>();
    List<String> saved = new ArrayList<>();
    try (ChatClient client = client(LONG, one.endpoint(), two.endpoint())) {
      client.listen(new Subscription.Start(new byte[0], true), new Collector(seen, saved));
    }
    assertThat(seen).containsExactly(1L, 2L, 3L);
    assertThat(saved).endsWith("c3");
    assertThat(one.subscribed().getFirst().getFromStart()).isTrue();
    assertThat(two.subscribed().getFirst().getCursor().toStringUtf8()).isEqualTo("c2");
  }

  @Test
  void who_has_enough_gets_no_more_and_the_place_behind_the_last_event() throws ChatFailure {
    one.thenStream(
        FakeNode.message(1, "c1"),
        FakeNode.message(2, "c2"),
        FakeNode.message(3, "c3"),
        FakeNode.message(4, "c4"));
    List<Long> seen = new ArrayList<>();
    List<String> saved = new ArrayList<>();
    try (ChatClient client = client(LONG, one.endpoint())) {
      client.listen(new Subscription.Start(new byte[0], true), new Collector(seen, saved));
    }
    assertThat(seen).containsExactly(1L, 2L, 3L);
    assertThat(saved).endsWith("c3");
  }

  /** Ends after message 3. */
  private record Collector(List<Long> seen, List<String> saved) implements Subscription.Sink {
    @Override
    public boolean isFull() {
      return seen.contains(3L);
    }

    @Override
    public void message(ChatMessage message) {
      seen.add(message.seq());
    }

    @Override
    public void event(ChatEvent event) {}

    @Override
    public void caughtUp() {}

    @Override
    public boolean anotherCluster() {
      return false;
    }

    @Override
    public boolean pause(byte[] cursor) {
      saved.add(new String(cursor, java.nio.charset.StandardCharsets.UTF_8));
      return !seen.contains(3L);
    }
  }

  private Sent send(Duration timeout) throws ChatFailure {
    try (ChatClient client = client(timeout, one.endpoint(), two.endpoint())) {
      return client.send(ID, "b", "hello");
    }
  }

  private ChatFailure failure(Duration timeout) {
    return failure(timeout, one.endpoint(), two.endpoint());
  }

  private ChatFailure failure(Duration timeout, Endpoint... endpoints) {
    try (ChatClient client = client(timeout, endpoints)) {
      return catchThrowableOfType(ChatFailure.class, () -> client.send(ID, "b", "hello"));
    }
  }

  private ChatClient client(Duration timeout, Endpoint... endpoints) {
    Notices notices =
        new Notices() {
          @Override
          public void lost(String what, String why) {
            told.add("lost " + what);
          }

          @Override
          public void back(Back back) {
            told.add("back " + back.node() + " " + back.epoch());
          }
        };
    return new ChatClient(() -> List.of(endpoints), Optional.empty(), timeout, notices);
  }
}
