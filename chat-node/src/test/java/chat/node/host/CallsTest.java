package chat.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.node.chat.AccountOutcome;
import chat.node.chat.Result;
import chat.node.host.Replication.Committed;
import chat.node.host.Replication.OutcomeUnknownException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallsTest {
  private final Calls calls = new Calls(Runnable::run, LoopMetrics.NONE);

  @Test
  void after_the_role_ended_what_was_not_committed_is_unknown_and_what_was_is_answered() {
    CompletableFuture<Committed> committed = new CompletableFuture<>();
    CompletableFuture<Committed> open = new CompletableFuture<>();
    calls.admitted(calls.proposed(List.of(submit(committed), submit(open))), 7);
    calls.deposed(7, "over");
    calls.applied(List.of(applied(7), applied(8)), 2);
    calls.flush();
    assertThat(committed).isCompletedWithValueMatching(answer -> answer.inSyncCount() == 2);
    assertThat(open)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void a_snapshot_leaves_the_outcome_of_what_it_covers_unknown_and_lets_reads_begin() {
    CompletableFuture<Committed> covered = new CompletableFuture<>();
    CompletableFuture<Committed> last = new CompletableFuture<>();
    CompletableFuture<Committed> beyond = new CompletableFuture<>();
    CompletableFuture<Long> read = new CompletableFuture<>();
    calls.admitted(calls.proposed(List.of(submit(covered), submit(last), submit(beyond))), 7);
    calls.openReads().incrementAndGet();
    calls.readsReady(List.of(calls.requested(new Input.Read(read))), 8, 6);
    calls.installed(8);
    calls.flush();
    for (CompletableFuture<Committed> answer : List.of(covered, last)) {
      assertThat(answer)
          .failsWithin(java.time.Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(OutcomeUnknownException.class);
    }
    assertThat(read).isCompletedWithValue(8L);
    assertThat(calls.openReads()).hasValue(0);
    assertThat(beyond).isNotDone();
    assertThat(calls.admittedCount()).isOne();
  }

  @Test
  void a_read_waits_until_the_state_has_applied_its_index() {
    CompletableFuture<Long> read = new CompletableFuture<>();
    calls.openReads().incrementAndGet();
    calls.readsReady(List.of(calls.requested(new Input.Read(read))), 9, 8);
    calls.flush();
    assertThat(read).isNotDone();
    calls.advanced(9);
    calls.flush();
    assertThat(read).isCompletedWithValue(9L);
    assertThat(calls.openReads()).hasValue(0);
  }

  private static Input.Submit submit(CompletableFuture<Committed> answer) {
    return new Input.Submit(
        new TurnOwner.Strangers(), at -> LoopCluster.command("a"), answer, 0, 1, () -> false);
  }

  private static Store.Applied applied(long index) {
    return new Store.Applied(
        index, new Result.Answer(index, 0, false, new AccountOutcome.Registered()));
  }
}
