package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.LoginResponse;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong passwords through gRPC; how long they are slowed: LoginThrottleTest. */
@Timeout(60)
class SlowedLoginsTest {
  private static final int FREE = 3;

  /** Longer than the test: who is slowed doesn't go on before its end. */
  private static final Duration DELAY = Duration.ofMinutes(10);

  private TestCluster cluster;

  @BeforeEach
  void begin() throws Exception {
    CallLimits slow =
        CallLimits.DEFAULTS.with(new FailureThrottle.Bounds(100, FREE, DELAY, DELAY, 1));
    cluster = new TestCluster(2, Limits.DEFAULTS, slow);
    cluster.lead(0);
    var _ = cluster.join("alice");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private static LoginRequest login(String name, String password) {
    ByteString id = requestId();
    return LoginRequest.newBuilder()
        .setRequestId(id)
        .setName(name)
        .setPassword(password)
        .setSessionToken(id.concat(id))
        .build();
  }

  private void guess(String name, int node) {
    for (int i = 0; i < FREE; i++) {
      fails(
          () -> cluster.accounts(node).login(login(name, "wrong horse " + node)),
          Status.Code.UNAUTHENTICATED,
          "WRONG_CREDENTIALS");
    }
  }

  /** Of two tries with the right password one waits, and one is turned away: no oracle either. */
  private void assertSlowed(String name) {
    var stub = AccountServiceGrpc.newFutureStub(cluster.channel(1));
    List<ListenableFuture<LoginResponse>> tries =
        List.of(stub.login(login(name, PASSWORD)), stub.login(login(name, PASSWORD)));
    Awaitility.await().until(() -> tries.stream().anyMatch(ListenableFuture::isDone));
    ListenableFuture<LoginResponse> turnedAway =
        tries.stream().filter(ListenableFuture::isDone).findFirst().orElseThrow();
    assertThat(turnedAway)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(Errors.reasonIn(e.getStatus(), e.getTrailers())).contains("RATE_LIMITED");
              assertThat(ErrorReference.retryOf(new Errors.Told(e.getStatus(), e.getTrailers())))
                  .contains(DELAY);
            });
    assertThat(tries.stream().filter(each -> !each.isDone())).hasSize(1);
    tries.forEach(each -> each.cancel(true));
  }

  @Test
  void after_some_wrong_passwords_the_next_try_waits_and_further_ones_are_turned_away() {
    guess("alice", 1);
    assertSlowed("alice");
  }

  @Test
  void a_name_that_nobody_has_is_slowed_alike() {
    guess("nobody", 1);
    assertSlowed("nobody");
  }

  @Test
  void others_are_not_slowed_and_a_right_password_forgives_the_wrong_ones_before() {
    byte[] bob = cluster.join("bob");
    guess("alice", 1);
    assertThat(cluster.login("bob", PASSWORD, "bob again")).isNotEqualTo(bob);
    for (int i = 0; i < FREE; i++) {
      fails(
          () -> cluster.accounts(1).login(login("bob", "wrong horse")),
          Status.Code.UNAUTHENTICATED,
          "WRONG_CREDENTIALS");
      var _ = cluster.accounts(1).login(login("bob", PASSWORD).toBuilder().build());
    }
  }
}
