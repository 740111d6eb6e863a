package chat.node.grpc;

import static chat.node.grpc.TestCluster.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.ChatReader;
import chat.proto.chat.v1.LoginRequest;
import chat.proto.chat.v1.WhoAmIRequest;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever logs in names an account. What is read for them isn't read at that account's cost. */
@Timeout(120)
class NamedByStrangersTest {
  private final CountDownLatch begun = new CountDownLatch(2);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicBoolean holding = new AtomicBoolean();

  /** Look-ups of requests don't end before {@link #release}. */
  private ChatReader holding(ChatReader real) {
    return Asked.of(
        ChatReader.class,
        real,
        (name, question) -> {
          if (holding.get() && name.equals("request")) {
            begun.countDown();
            release.await();
          }
          return question.ask();
        });
  }

  @Test
  void log_ins_that_name_an_account_leave_its_own_share_of_the_threads_alone() throws Exception {
    TestCluster.Wiring wiring =
        new TestCluster.Wiring() {
          @Override
          public ChatReader reader(ChatReader real) {
            return holding(real);
          }
        };
    try (TestCluster cluster = new TestCluster(1, CallLimits.DEFAULTS, wiring)) {
      cluster.lead(0);
      byte[] victim = cluster.join("victim");
      holding.set(true);
      List<CompletableFuture<?>> logins = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        LoginRequest login =
            LoginRequest.newBuilder()
                .setRequestId(requestId())
                .setName("victim")
                .setPassword("guessed wrongly " + i)
                .setClient("test")
                .setSessionToken(ByteString.copyFrom(TestCluster.token("guess " + i)))
                .build();
        logins.add(
            CompletableFuture.supplyAsync(
                () -> cluster.accounts(0).login(login), task -> Thread.ofVirtual().start(task)));
      }
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(cluster.accounts(0, victim).whoAmI(WhoAmIRequest.getDefaultInstance()).getName())
          .isEqualTo("victim");

      assertThat(logins).noneMatch(CompletableFuture::isDone);
      release.countDown();
    } finally {
      release.countDown();
    }
  }
}
