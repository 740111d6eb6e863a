package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountCommand;
import chat.node.chat.AccountName;
import chat.node.chat.TokenHash;
import chat.node.grpc.Mutations.Actor;
import chat.node.grpc.Mutations.Call;
import chat.node.grpc.Mutations.Row;
import com.google.protobuf.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The same request twice at once: one is held at each of its steps in turn while the other goes
 * through as a whole. Both get the same answer.
 */
@Timeout(300)
class TwiceAtOnceTest {
  private static final String HASH = new Passwords(1).hash(TestCluster.PASSWORD);

  /** No wrong password is forgiven, and nobody waits: one that is counted refuses the next. */
  private static final CallLimits STRICT =
      CallLimits.DEFAULTS.with(
          new FailureThrottle.Bounds(100, 1, Duration.ofSeconds(30), Duration.ofSeconds(30), 0));

  private final Interleaving steps = new Interleaving();
  private TestCluster cluster;
  private int actors;

  @BeforeEach
  void begin() throws Exception {
    cluster = new TestCluster(2, STRICT, steps);
    cluster.lead(0);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** Without hashing: there are many. */
  private byte[] join(String user) {
    AccountName name = new AccountName(user);
    byte[] token = TestCluster.token("of " + user);
    cluster.apply(0, stamp -> new AccountCommand.Register(stamp, name, HASH));
    long position = cluster.state.account(name).orElseThrow().passwordPosition();
    long expires = cluster.nowMillis() + Duration.ofDays(1).toMillis();
    cluster.apply(
        0,
        stamp ->
            new AccountCommand.OpenSession(
                stamp, name, TokenHash.of(token), "test", expires, position));
    return token;
  }

  private Actor actor() {
    cluster.lead(0);
    String name = "actor" + actors++;
    return new Actor(cluster, name, join(name), "friend" + actors, join("friend" + actors));
  }

  /** Fails after a minute: what hangs here would hang for ever. */
  private static CompletableFuture<Message> sent(Actor actor, Call call) {
    return CompletableFuture.supplyAsync(
            () -> call.by(0, actor.token()), task -> Thread.ofVirtual().start(task))
        .orTimeout(60, TimeUnit.SECONDS);
  }

  /** Whether there was such a step. */
  private boolean bothAnswerAlike(Actor actor, Call call, int step) {
    steps.holdAfter(step);
    CompletableFuture<Message> held = sent(actor, call);
    CompletableFuture.anyOf(steps.reached(), held).orTimeout(60, TimeUnit.SECONDS).join();
    boolean reached = steps.reached().isDone();
    if (!reached) {
      steps.release(); // There was no such step: the other one isn't held instead.
    }
    Message through;
    try {
      through = sent(actor, call).join();
    } finally {
      steps.release();
    }

    assertThat(Mutations.withoutReplayed(held.join()))
        .as("held at step %s", step)
        .isEqualTo(Mutations.withoutReplayed(through));
    assertThat(
            Stream.of(held.join(), through)
                .filter(answer -> Mutations.commit(answer).getReplayed()))
        .as("replayed, held at step %s", step)
        .hasSize(1);
    return reached;
  }

  @TestFactory
  Stream<DynamicTest> two_attempts_at_once_get_one_answer_wherever_one_is_held() {
    return Mutations.rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.method(), () -> assertThat(steps(row)).isGreaterThan(2)));
  }

  private int steps(Row row) {
    int step = 0;
    boolean reached = true;
    while (reached) {
      Actor actor = actor();
      reached = bothAnswerAlike(actor, row.preparation().of(actor), step++);
    }
    return step;
  }

  @Test
  void a_change_of_password_that_was_overtaken_by_itself_is_no_wrong_password() {
    int step = 0;
    boolean reached = true;
    while (reached) {
      Actor actor = actor();
      Call change =
          Mutations.rows().stream()
              .filter(row -> row.method().endsWith("/ChangePassword"))
              .findFirst()
              .orElseThrow()
              .preparation()
              .of(actor);
      reached = bothAnswerAlike(actor, change, step++);
      assertThat(cluster.login(actor.name(), Mutations.OTHER_PASSWORD, actor.name()))
          .as("not slowed, held at step %s", step)
          .hasSize(32);
    }
    assertThat(step).isGreaterThanOrEqualTo(12);
  }
}
