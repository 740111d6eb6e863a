package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Acknowledged;
import chat.e2e.client.Received;
import chat.e2e.client.RefusedException;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can't be done is refused with a reason, and harms nothing. */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class BadRequestIT {
  private static final int GARBAGE_BYTES = 4_096;
  private static final int GARBAGE_CONNECTIONS = 20;
  private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private boolean failed;

  @RegisterExtension
  final AfterTestExecutionCallback watcher =
      test -> failed |= test.getExecutionException().isPresent();

  private Run run;
  private TestClient alice;
  private TestClient bob;

  @BeforeAll
  void start() {
    run = Run.of(3);
    alice = run.register("alice");
    bob = run.register("bob");
  }

  @AfterAll
  void end() {
    if (!failed) {
      run.succeeded();
    }
    run.close();
  }

  @Test
  void an_unknown_recipient_is_not_found() {
    refused(() -> alice.send("nobody", "hello"), Status.Code.NOT_FOUND, "USER_NOT_FOUND");
  }

  @Test
  void an_empty_text_is_refused() {
    refused(() -> alice.send("bob", ""), Status.Code.INVALID_ARGUMENT, "TEXT_EMPTY");
  }

  @Test
  void an_oversized_text_is_refused_and_the_largest_allowed_is_not() {
    refused(
        () -> alice.send("bob", "x".repeat(16 * 1024 + 1)),
        Status.Code.INVALID_ARGUMENT,
        "TEXT_TOO_LARGE");
    assertThat(alice.send("bob", "x".repeat(16 * 1024)).seq()).isPositive();
  }

  @Test
  void an_invalid_name_is_refused() {
    for (String name : List.of("", "Bob", "-bob", "a b", "x".repeat(33), "böb", "a:b", "../x")) {
      refused(() -> run.register(name), Status.Code.INVALID_ARGUMENT, "INVALID_NAME");
    }
  }

  @Test
  void a_name_is_taken_once() {
    refused(() -> run.register("alice"), Status.Code.ALREADY_EXISTS, "NAME_TAKEN");
  }

  @Test
  void a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    refused(
        () -> run.client("alice").login("not her password"),
        Status.Code.UNAUTHENTICATED,
        "WRONG_CREDENTIALS");
    refused(
        () -> run.client("ghost").login("not a password"),
        Status.Code.UNAUTHENTICATED,
        "WRONG_CREDENTIALS");
  }

  @Test
  void without_a_session_nothing_is_sent() {
    refused(
        () -> run.client("alice").send("bob", "hello"),
        Status.Code.UNAUTHENTICATED,
        "SESSION_INVALID");
  }

  @Test
  void a_request_id_means_one_request_for_ever() {
    ByteString id = TestClient.requestId();
    Acknowledged first = bob.send(id, "alice", "once");
    assertThat(bob.send(id, "alice", "once")).isEqualTo(first);
    refused(() -> bob.send(id, "alice", "twice"), Status.Code.ALREADY_EXISTS, "REQUEST_ID_REUSED");
    assertThat(bob.history("alice").stream().map(Received::text))
        .containsOnlyOnce("once")
        .doesNotContain("twice");
  }

  @Test
  void a_request_id_of_another_length_is_refused() {
    refused(
        () -> bob.send(ByteString.copyFromUtf8("short"), "alice", "hello"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_REQUEST_ID");
  }

  @Test
  void garbage_and_truncated_bytes_at_every_port_harm_nothing() throws IOException {
    Acknowledged before = alice.send("bob", "before the noise");
    for (LocalNode node : run.cluster.nodes()) {
      for (int port : List.of(node.clientPort(), node.peerPort(), node.httpPort())) {
        for (int i = 0; i < GARBAGE_CONNECTIONS; i++) {
          pour(port, new Random(i));
        }
      }
    }
    Acknowledged after = alice.send("bob", "after the noise");
    assertThat(after.seq()).isGreaterThan(before.seq());
    assertThat(run.cluster.nodes()).allMatch(node -> node.process().isAlive());
    run.awaitAllInSync();
    assertThat(run.cluster.nodes())
        .allSatisfy(node -> assertThat(node.process().output()).doesNotContain("\tat "));
  }

  /** Now noise from the first byte on, now a proper beginning that goes wrong. */
  private static void pour(int port, Random random) throws IOException {
    byte[] noise = new byte[1 + random.nextInt(GARBAGE_BYTES)];
    random.nextBytes(noise);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      if (random.nextBoolean()) {
        out.write(HTTP2_PREFACE.getBytes(StandardCharsets.US_ASCII));
      }
      out.write(noise);
      out.flush();
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
    }
  }

  private static void refused(ThrowingCallable call, Status.Code code, String reason) {
    RefusedException refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(RefusedException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageNotContaining("Exception");
  }
}
