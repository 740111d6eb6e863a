package chat.node.grpc;

import static chat.node.grpc.Refusals.fails;
import static chat.node.grpc.TestCluster.PASSWORD;
import static chat.node.grpc.TestCluster.message;
import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.Limits;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.SendRequest;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What strangers can do to an account by trying passwords, and by headers that peers write. */
@Timeout(60)
class StrangersAtLoginTest {
  private static final int FREE = 3;

  /** After the free failures nobody waits: the next one is turned away at once. */
  private static final CallLimits CALLS =
      CallLimits.DEFAULTS.with(
          new FailureThrottle.Bounds(100, FREE, Duration.ofSeconds(60), Duration.ofSeconds(60), 0));

  private TestCluster cluster;
  private byte[] alice;
  private ManagedChannel strangers;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, Limits.DEFAULTS, CALLS);
    cluster.lead(0);
    alice = cluster.join("alice");
    strangers =
        NettyChannelBuilder.forAddress("127.0.0.1", cluster.address(0).port())
            .usePlaintext()
            .build();
  }

  @AfterEach
  void end() {
    strangers.shutdownNow();
    cluster.close();
  }

  private static LoginRequest login(String password) {
    ByteString id = requestId();
    return LoginRequest.newBuilder()
        .setRequestId(id)
        .setName("alice")
        .setPassword(password)
        .setSessionToken(id.concat(id))
        .build();
  }

  private AccountServiceGrpc.AccountServiceBlockingStub strangers(Metadata headers) {
    return AccountServiceGrpc.newBlockingStub(strangers)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private void guessUntilSlowed() {
    for (int i = 0; i < FREE; i++) {
      fails(
          () -> strangers(forged(Caller.SOURCE, "10.0.0.1")).login(login("wrong horse")),
          Status.Code.UNAUTHENTICATED,
          "WRONG_CREDENTIALS");
    }
    fails(
        () -> strangers(new Metadata()).login(login(PASSWORD)),
        Status.Code.RESOURCE_EXHAUSTED,
        "RATE_LIMITED");
  }

  private static Metadata forged(Metadata.Key<String> key, String value) {
    Metadata headers = new Metadata();
    headers.put(Caller.FORWARDED, "1");
    headers.put(key, value);
    return headers;
  }

  @Test
  void wrong_passwords_from_one_place_lock_nobody_out_at_another() {
    guessUntilSlowed();
    assertThat(cluster.accounts(0).login(login(PASSWORD)).getSessionId()).isNotEmpty();
    assertThat(cluster.accounts(1).login(login(PASSWORD)).getSessionId()).isNotEmpty();
  }

  @Test
  void a_device_that_shows_a_session_of_the_account_is_not_slowed_with_strangers() {
    guessUntilSlowed();
    assertThat(strangers(TestCluster.bearer(alice)).login(login(PASSWORD)).getSessionId())
        .isNotEmpty();
    byte[] bob = cluster.join("bob");
    fails(
        () -> strangers(TestCluster.bearer(bob)).login(login(PASSWORD)),
        Status.Code.RESOURCE_EXHAUSTED,
        "RATE_LIMITED");
  }

  @Test
  void a_client_that_writes_a_peers_headers_is_an_ordinary_client() {
    guessUntilSlowed();
    fails(
        () -> strangers(forged(Caller.SOURCE, "10.0.0.2")).login(login(PASSWORD)),
        Status.Code.RESOURCE_EXHAUSTED,
        "RATE_LIMITED");
    fails(
        () ->
            strangers(forged(Caller.FORWARDED, "chat-1 " + cluster.tokens.get(0).own()))
                .login(login(PASSWORD)),
        Status.Code.RESOURCE_EXHAUSTED,
        "RATE_LIMITED");
    SendRequest hi = message("alice", "hi");
    assertThat(
            cluster
                .chat(1, alice)
                .withInterceptors(
                    MetadataUtils.newAttachHeadersInterceptor(forged(Caller.SOURCE, "x")))
                .send(hi)
                .getSeq())
        .as("passed on to the primary all the same")
        .isEqualTo(1);
  }

  @Test
  void a_call_that_was_passed_on_twice_goes_no_further_whoever_says_so() {
    Metadata hops = new Metadata();
    hops.put(Caller.HOPS, "2");
    SendRequest hi = message("alice", "hi");
    fails(
        () ->
            cluster
                .chat(1, alice)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(hops))
                .send(hi),
        Status.Code.UNAVAILABLE,
        "NOT_PRIMARY");
  }
}
