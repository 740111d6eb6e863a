package chat.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountName;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private static final ReadOwner NODE = new ReadOwner.Node();
  private static final ReadOwner ALICE = new ReadOwner.Account(new AccountName("alice"));
  private static final ReadOwner BOB = new ReadOwner.Account(new AccountName("bob"));

  private final ByteBudget budget = new ByteBudget(100, 60, 50, 2);

  @Test
  void an_answer_from_another_node_waits_until_others_have_left() {
    ByteBudget.Held others = budget.tryTake(NODE, 80).orElseThrow();
    CompletableFuture<ByteBudget.Held> waits = budget.take(ALICE, 30).orElseThrow();
    assertThat(waits).isNotDone();

    others.shrinkTo(70);

    assertThat(waits).isCompleted();
    assertThat(budget.taken()).isEqualTo(100);
  }

  @Test
  void more_than_so_many_do_not_wait_and_one_that_gave_up_makes_room() {
    ByteBudget.Held all = budget.tryTake(NODE, 100).orElseThrow();
    CompletableFuture<ByteBudget.Held> first = budget.take(ALICE, 10).orElseThrow();
    CompletableFuture<ByteBudget.Held> second = budget.take(BOB, 10).orElseThrow();
    assertThat(budget.take(BOB, 10)).isEmpty();

    first.cancel(false);
    CompletableFuture<ByteBudget.Held> third = budget.take(BOB, 10).orElseThrow();
    all.close();

    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(budget.taken()).as("nothing for the one that gave up").isEqualTo(20);
  }

  @Test
  void one_account_that_waits_for_its_own_answers_holds_up_nobody() {
    ByteBudget.Held own = budget.tryTake(ALICE, 50).orElseThrow();
    CompletableFuture<ByteBudget.Held> more = budget.take(ALICE, 10).orElseThrow();
    assertThat(budget.take(BOB, 50).orElseThrow()).isCompleted();
    assertThat(more).isNotDone();

    own.close();
    own.close();

    assertThat(more).isCompleted();
    assertThat(budget.taken()).isEqualTo(60);
  }

  @Test
  void streams_together_leave_a_part_to_the_answers_of_calls() {
    ByteBudget.Held page = budget.tryTakeForStream(ALICE, 50).orElseThrow();
    ByteBudget.Held small = budget.tryTakeForStream(BOB, 10).orElseThrow();

    assertThat(budget.tryTakeForStream(NODE, 10)).as("beyond the streams' part").isEmpty();
    assertThat(budget.tryTake(NODE, 40)).as("for a call").isPresent();

    page.close();
    assertThat(budget.tryTakeForStream(BOB, 40)).isPresent();
    small.close();
  }

  @Test
  void a_call_that_is_over_keeps_no_bytes_that_come_later() {
    CallLife call = CallLife.endless();
    call.hold(budget.tryTake(ALICE, 20).orElseThrow());
    call.end();
    call.hold(budget.tryTake(ALICE, 20).orElseThrow());

    assertThat(budget.taken()).isZero();
  }
}
