package chat.controller.host;

import static chat.controller.coordinator.Reports.empty;
import static chat.controller.coordinator.Reports.in;
import static chat.controller.coordinator.Reports.lost;
import static chat.controller.coordinator.Reports.withLog;
import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Decision;
import chat.controller.coordinator.Role;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.InMemoryViewStore;
import chat.view.Member;
import chat.view.Rev;
import chat.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlLoopTest {
  private static final Member A = member("chat-0");
  private static final Member B = member("chat-1");
  private static final Member C = member("chat-2");
  private static final View FIRST = first(A, B, C);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final InMemoryViewStore store = new InMemoryViewStore();
  private final FakeNodeProbes probes = new FakeNodeProbes();
  private final Journal journal = new Journal();
  private final FakeElection election = new FakeElection();
  private int initialMembers = 3;
  private long nowNanos;
  private final ControlLoop loop = loop(store, journal);

  private ControlLoop loop(InMemoryViewStore client, LoopJournal told) {
    return loop(client, Election.unopposed(), told);
  }

  private ControlLoop loop(InMemoryViewStore client, Election election, LoopJournal told) {
    return new ControlLoop(
        client,
        probes,
        () -> initialMembers,
        election,
        new LoopTimes(NEVER, NEVER, PATIENCE),
        () -> new ClusterId("fresh"),
        told,
        () -> nowNanos);
  }

  private void primaryDies() {
    probes.looks(A.name(), new Contact.Lost("connection refused"));
    probes.says(lost(in(Role.BACKUP, B)));
    probes.says(lost(in(Role.BACKUP, C)));
  }

  @Test
  void theFirstViewIsStoredAndTold() throws Exception {
    probes.says(empty(A));
    probes.says(empty(B));
    probes.says(empty(C));
    loop.turn();
    assertThat(store.read()).map(View::clusterId).contains(new ClusterId("fresh"));
    assertThat(probes.told()).containsExactly(new Rev(1));
  }

  @Test
  void aPromotionIsStoredAndTold() throws Exception {
    store.compareAndSet(FIRST);
    primaryDies();
    loop.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
    assertThat(probes.told()).containsExactly(new Rev(2));
  }

  @Test
  void aDecisionIsSaidOnceAndNotAtEachTurn() throws Exception {
    store.compareAndSet(FIRST);
    probes.looks(A.name(), new Contact.Unsure("connection broken"));
    loop.turn();
    loop.turn();
    assertThat(journal.lines).filteredOn(line -> line.startsWith("decided")).hasSize(1);
  }

  @Test
  void whatAnotherWroteMeanwhileIsReadBeforeAnythingIsWritten() throws Exception {
    store.compareAndSet(FIRST);
    primaryDies();
    loop(store.sibling(), new Journal()).turn();
    View promoted = FIRST.promoting(B);
    probes.says(in(Role.PRIMARY, B));
    loop.turn();
    assertThat(store.read()).contains(promoted);
  }

  @Test
  void anUnknownOutcomeIsReadAgainAndNotWrittenTwice() throws Exception {
    store.compareAndSet(FIRST);
    primaryDies();
    store.plan(InMemoryViewStore.Fault.ANSWER_LOST);
    loop.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
    assertThat(journal.lines).contains("unknown 2");
  }

  @Test
  void aLostRequestIsTriedAgainAtOnce() throws Exception {
    store.compareAndSet(FIRST);
    primaryDies();
    store.plan(InMemoryViewStore.Fault.REQUEST_LOST);
    loop.turn();
    assertThat(journal.lines).contains("unknown 2", "stored 2 after 0 ms");
  }

  @Test
  void aStoreThatFailsIsSaidAndTriedAtTheNextTurn() throws Exception {
    store.compareAndSet(FIRST);
    primaryDies();
    store.setUnreachable(true);
    loop.turn();
    assertThat(journal.lines).containsExactly("failed");
    store.setUnreachable(false);
    loop.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
  }

  @Test
  void aRunningLoopReactsToAChangedNodeAndToAChangedViewWithoutWaiting() throws Exception {
    loop.start();
    try (loop) {
      probes.looks(A.name(), new Contact.Lost("connection refused"));
      probes.says(lost(in(Role.BACKUP, B)));
      store.sibling().compareAndSet(FIRST);
      await().until(() -> store.read().orElseThrow().epoch().equals(new Epoch(2)));
    }
  }

  @Test
  void twoLoopsOnOneStorePromoteOnce() throws Exception {
    store.compareAndSet(FIRST);
    ControlLoop other = loop(store.sibling(), new Journal());
    List<ControlLoop> both = List.of(loop, other);
    primaryDies();
    List<Thread> threads = new ArrayList<>();
    for (ControlLoop each : both) {
      threads.add(Thread.ofVirtual().start(each::turn));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(store.read()).map(View::primary).contains(B);
    assertThat(store.read()).map(View::epoch).contains(new Epoch(2));
  }

  @Test
  void whoIsNotElectedLeavesADecisionToTheHolder() throws Exception {
    store.compareAndSet(FIRST);
    ControlLoop standby = loop(store, election, journal);
    primaryDies();
    standby.turn();
    nowNanos += PATIENCE.toNanos() - 1;
    standby.turn();
    assertThat(store.read()).contains(FIRST);
    assertThat(journal.lines).containsOnlyOnce("left 2");
  }

  @Test
  void whoIsNotElectedWritesWhatNobodyWroteForAWhile() throws Exception {
    store.compareAndSet(FIRST);
    ControlLoop standby = loop(store, election, journal);
    primaryDies();
    standby.turn();
    nowNanos += PATIENCE.toNanos();
    standby.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
  }

  @Test
  void patienceBeginsAnewWhenTheHolderHasDecided() throws Exception {
    store.compareAndSet(FIRST);
    ControlLoop standby = loop(store, election, journal);
    primaryDies();
    standby.turn();
    nowNanos += PATIENCE.toNanos() - 1;
    store.sibling().compareAndSet(FIRST.promoting(B));
    probes.says(in(Role.PRIMARY, B));
    standby.turn();
    nowNanos += 1;
    probes.looks(B.name(), new Contact.Lost("connection refused"));
    standby.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
  }

  @Test
  void whoIsElectedWhileADecisionWaitsWritesItAtOnce() throws Exception {
    store.compareAndSet(FIRST);
    ControlLoop standby = loop(store, election, journal);
    primaryDies();
    standby.turn();
    election.wins();
    standby.turn();
    assertThat(store.read()).contains(FIRST.promoting(B));
  }

  @Test
  void aReportThatChangesNothingCostsNoRead() throws Exception {
    store.compareAndSet(FIRST);
    probes.says(in(Role.PRIMARY, A));
    loop.turn();
    for (int index = 11; index < 20; index++) {
      probes.says(withLog(in(Role.PRIMARY, A), 1, index));
      loop.turn();
    }
    assertThat(journal.lines).filteredOn("read"::equals).hasSize(1);
  }

  @Test
  void theFirstViewWaitsUntilTheNumberOfInitialMembersCanBeTold() throws Exception {
    List<Member> all = List.of(A, B, C);
    all.forEach(each -> probes.says(empty(each)));
    ControlLoop unsure =
        new ControlLoop(
            store,
            probes,
            () -> {
              throw new IOException("nobody answers");
            },
            Election.unopposed(),
            new LoopTimes(NEVER, NEVER, PATIENCE),
            () -> new ClusterId("fresh"),
            journal);
    unsure.turn();
    assertThat(store.read()).isEmpty();
    assertThat(journal.lines).contains("failed");
  }

  @Test
  void howLongAPromotionTookCountsFromTheFirstDoubt() throws Exception {
    store.compareAndSet(FIRST);
    probes.looks(A.name(), new Contact.Unsure("connection broken"));
    loop.turn();
    nowNanos += Duration.ofMillis(250).toNanos();
    primaryDies();
    loop.turn();
    assertThat(journal.lines).contains("stored 2 after 250 ms");
  }

  @Test
  void endingGivesUpTheElection() {
    ControlLoop holder = loop(store, election, journal);
    holder.start();
    election.wins();
    holder.close();
    assertThat(election.isHolder()).isFalse();
  }

  private static final class Journal implements LoopJournal {
    final List<String> lines = new ArrayList<>();

    @Override
    public void decided(Optional<View> view, Decision decision) {
      lines.add("decided " + decision);
    }

    @Override
    public void read(Optional<View> view) {
      lines.add("read");
    }

    @Override
    public void leftToTheHolder(View next) {
      lines.add("left " + next.rev());
    }

    @Override
    public void stored(Optional<View> before, View view, String why, Duration took) {
      lines.add("stored " + view.rev() + " after " + took.toMillis() + " ms");
    }

    @Override
    public void notStored(View attempted, boolean known) {
      lines.add((known ? "conflict " : "unknown ") + attempted.rev());
    }

    @Override
    public void storeFailed(Exception failure) {
      lines.add("failed");
    }
  }
}
