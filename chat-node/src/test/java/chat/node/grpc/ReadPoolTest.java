package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.node.chat.AccountName;
import chat.node.chat.TokenHash;
import chat.node.host.ReadCutException;
import chat.node.replica.NotServing;
import io.grpc.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadPoolTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final AccountName ALICE = new AccountName("alice");
  private static final AccountName BOB = new AccountName("bob");

  /** Of an answer 10 bytes, of all of them 100, of one account 25. */
  private static ReadPoolLimits limits(Duration longestWait) {
    return new ReadPoolLimits(
        2, 8, 2, 1, 2, 1, 4, longestWait, LONG, LONG, 10, 100, 2, Duration.ofSeconds(1));
  }

  private final CountDownLatch release = new CountDownLatch(1);
  private ByteBudget budget = new ByteBudget(100, 50, 25, 2);
  private ReadPool pool = new ReadPool(limits(LONG), budget);

  @AfterEach
  void end() {
    release.countDown();
    pool.close();
  }

  private static ReadFor of(AccountName account, CallLife life) {
    return new ReadFor(new ReadOwner.Account(account), life, ReadPool.Kind.LOOK_UP);
  }

  private static ReadFor of(AccountName account) {
    return of(account, CallLife.endless());
  }

  /** A read that runs, and goes on until {@link #release}. */
  private CompletableFuture<String> blocking(ReadFor who) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> answer =
        pool.run(
            who,
            () -> {
              begun.countDown();
              release.await();
              return "done";
            });
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  @Test
  void reads_run_on_platform_threads() {
    assertThat(pool.run(of(ALICE), () -> Thread.currentThread().isVirtual()))
        .succeedsWithin(LONG)
        .isEqualTo(false);
  }

  @Test
  void a_read_whose_caller_left_while_it_waited_is_not_begun() throws Exception {
    CompletableFuture<String> first = blocking(of(ALICE));
    Context.CancellableContext call = Context.ROOT.withCancellation();
    AtomicBoolean begun = new AtomicBoolean();
    CompletableFuture<Boolean> second =
        pool.run(of(ALICE, CallLife.of(call)), () -> begun.getAndSet(true));
    CompletableFuture<String> third = pool.run(of(ALICE), () -> "third");

    call.cancel(null);
    release.countDown();

    assertThat(third).succeedsWithin(LONG);
    assertThat(first).isCompleted();
    assertThat(second).isCompletedExceptionally();
    assertThat(begun).isFalse();
    assertThat(pool.dropped()).isEqualTo(1);
  }

  @Test
  void a_read_that_runs_is_interrupted_when_its_caller_leaves() {
    Context.CancellableContext call = Context.ROOT.withCancellation();
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> endless =
        pool.run(
            of(ALICE, CallLife.of(call)),
            () -> {
              begun.countDown();
              SlowSearch.UNTIL_CUT.run();
              return "never";
            });
    await().atMost(LONG).until(() -> begun.getCount() == 0);
    assertThat(endless).isNotDone();

    call.cancel(null);

    assertThat(endless)
        .failsWithin(LONG)
        .withThrowableThat()
        .withCauseInstanceOf(ReadCutException.class);
    await().atMost(LONG).until(() -> pool.interrupted() == 1);
  }

  @Test
  void one_account_takes_its_share_and_another_is_answered_beside_it() throws Exception {
    CompletableFuture<String> first = blocking(of(ALICE));
    CompletableFuture<String> second = pool.run(of(ALICE), () -> "second");

    assertThat(pool.run(of(BOB), () -> "bob's")).succeedsWithin(LONG);
    assertThat(first).isNotDone();
    assertThat(second).as("beyond the account's share").isNotDone();
  }

  @Test
  void strangers_together_take_their_share_whatever_their_addresses() throws Exception {
    var here = new ReadOwner.Stranger(Optional.of("10.0.0.1"));
    var there = new ReadOwner.Stranger(Optional.of("10.0.0.2"));
    var _ = blocking(new ReadFor(here, CallLife.endless(), ReadPool.Kind.LOOK_UP));
    var second =
        pool.run(new ReadFor(there, CallLife.endless(), ReadPool.Kind.LOOK_UP), () -> "there");

    assertThat(pool.run(of(ALICE), () -> "alice's")).succeedsWithin(LONG);
    assertThat(second).isNotDone();
  }

  @Test
  void where_the_line_is_full_calls_are_refused_and_those_that_left_make_room() throws Exception {
    var _ = blocking(of(ALICE));
    Context.CancellableContext call = Context.ROOT.withCancellation();
    CompletableFuture<String> abandoned = pool.run(of(ALICE, CallLife.of(call)), () -> "2");
    var _ = pool.run(of(ALICE), () -> "3");

    assertOverloaded(pool.run(of(ALICE), () -> "4"));
    assertThat(pool.refused()).isEqualTo(1);
    call.cancel(null);
    CompletableFuture<String> later = pool.run(of(ALICE), () -> "5");

    assertThat(later).isNotDone();
    assertOverloaded(abandoned);
    release.countDown();
    assertThat(later).succeedsWithin(LONG);
  }

  @Test
  void a_read_that_waited_too_long_is_refused_and_not_begun() throws Exception {
    pool.close();
    pool = new ReadPool(limits(Duration.ofMillis(1)), budget);
    AtomicBoolean begun = new AtomicBoolean();
    var _ = blocking(patient(ALICE, ReadPool.Kind.WAKE));
    CompletableFuture<Boolean> late = pool.run(of(ALICE), () -> begun.getAndSet(true));

    assertThat(late).failsWithin(LONG);
    assertOverloaded(late);
    assertThat(begun).isFalse();
  }

  @Test
  void a_read_of_an_answer_begins_once_there_are_bytes_for_it() {
    ByteBudget.Held all = budget.tryTake(new ReadOwner.Node(), 95).orElseThrow();
    CallLife life = CallLife.endless();
    CompletableFuture<String> answer =
        pool.run(
            new ReadFor(new ReadOwner.Account(ALICE), life, ReadPool.Kind.ANSWER), () -> "found");
    assertThat(pool.run(of(BOB), () -> "a row")).as("which takes no bytes").succeedsWithin(LONG);
    assertThat(answer).isNotDone();

    all.close();

    assertThat(answer).succeedsWithin(LONG);
    assertThat(budget.taken()).isEqualTo(10);
    life.answered(3);
    assertThat(budget.taken()).isEqualTo(3);
    life.end();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void one_account_holds_its_share_of_the_bytes_and_others_get_theirs() {
    for (int i = 0; i < 2; i++) {
      assertThat(pool.run(answer(ALICE), () -> "slowly read")).succeedsWithin(LONG);
    }
    CompletableFuture<String> third = pool.run(answer(ALICE), () -> "third");

    assertThat(pool.run(answer(BOB), () -> "bob's")).succeedsWithin(LONG);
    assertThat(third).isNotDone();
    assertThat(budget.taken()).isEqualTo(30);
  }

  private static ReadFor patient(AccountName account, ReadPool.Kind kind) {
    return new ReadFor(new ReadOwner.Account(account), CallLife.endless(), kind);
  }

  @Test
  void a_page_that_waits_for_bytes_holds_up_no_look_up_of_its_account() {
    ByteBudget.Held all = budget.tryTake(new ReadOwner.Node(), 95).orElseThrow();
    CompletableFuture<String> page = pool.run(patient(ALICE, ReadPool.Kind.PAGE), () -> "a page");

    assertThat(pool.run(of(ALICE), () -> "a row")).succeedsWithin(LONG);
    assertThat(page).isNotDone();

    all.close();
    assertThat(page).succeedsWithin(LONG);
  }

  @Test
  void an_answer_behind_a_page_that_waits_is_refused_when_it_has_waited_too_long() {
    pool.close();
    pool = new ReadPool(limits(Duration.ofMillis(1)), budget);
    var _ = budget.tryTake(new ReadOwner.Node(), 95).orElseThrow();
    CompletableFuture<String> page = pool.run(patient(ALICE, ReadPool.Kind.PAGE), () -> "a page");
    CompletableFuture<String> late = pool.run(answer(ALICE), () -> "an answer");

    assertThat(late).failsWithin(LONG);
    assertOverloaded(late);
    assertThat(page).isNotDone();
  }

  @Test
  void streams_of_all_accounts_leave_bytes_to_the_answers_of_calls() {
    for (int i = 0; i < 5; i++) {
      assertThat(
              pool.run(
                  patient(new AccountName("slow" + i), ReadPool.Kind.PAGE), () -> "never sent"))
          .succeedsWithin(LONG);
    }
    CompletableFuture<String> sixth = pool.run(patient(BOB, ReadPool.Kind.PAGE), () -> "page");

    assertThat(pool.run(answer(ALICE), () -> "an answer")).succeedsWithin(LONG);
    assertThat(sixth).isNotDone();
    assertThat(budget.taken()).isEqualTo(60);
  }

  @Test
  void callers_that_return_with_a_session_are_not_refused_for_strangers() throws Exception {
    Optional<String> address = Optional.of("10.0.0.1");
    var stranger =
        new ReadFor(new ReadOwner.Stranger(address), CallLife.endless(), ReadPool.Kind.LOOK_UP);
    var returning =
        new ReadFor(new ReadOwner.Returning(address), CallLife.endless(), ReadPool.Kind.LOOK_UP);
    var _ = blocking(stranger);
    CompletableFuture<String> waits = pool.run(stranger, () -> "2");
    var _ = pool.run(stranger, () -> "3");
    assertOverloaded(pool.run(stranger, () -> "4"));

    CompletableFuture<String> session = pool.run(returning, () -> "a session");
    CompletableFuture<String> another = pool.run(returning, () -> "another");
    assertOverloaded(pool.run(returning, () -> "beyond the half for one address"));
    assertThat(pool.run(of(ALICE), () -> "alice's")).as("a thread is left").succeedsWithin(LONG);
    release.countDown();

    assertThat(session).succeedsWithin(LONG);
    assertThat(another).succeedsWithin(LONG);
    assertThat(waits).succeedsWithin(LONG);
  }

  @Test
  void two_changes_that_are_committed_do_not_wait_for_each_other() throws Exception {
    CompletableFuture<String> held = blocking(ReadFor.afterChange(token(1)));

    assertThat(pool.run(ReadFor.afterChange(token(2)), () -> "through")).succeedsWithin(LONG);
    assertThat(held).isNotDone();
  }

  private static TokenHash token(int number) {
    return TokenHash.of(new byte[] {(byte) number});
  }

  private static ReadFor answer(AccountName account) {
    return new ReadFor(new ReadOwner.Account(account), CallLife.endless(), ReadPool.Kind.ANSWER);
  }

  @Test
  void an_answer_that_fails_gives_its_bytes_back() {
    CompletableFuture<String> broken =
        pool.run(
            answer(ALICE),
            () -> {
              throw new IllegalStateException("broken");
            });

    assertThat(broken).failsWithin(LONG);
    assertThat(budget.taken()).isZero();
  }

  private static void assertOverloaded(CompletableFuture<?> refused) {
    assertThatThrownBy(refused::join)
        .satisfies(
            e -> assertThat(Failures.of(e)).isEqualTo(new Failure.NotTaken(NotServing.OVERLOADED)));
  }
}
