package chat.controller.coordinator;

import static chat.controller.coordinator.Reports.empty;
import static chat.controller.coordinator.Reports.ending;
import static chat.controller.coordinator.Reports.halted;
import static chat.controller.coordinator.Reports.in;
import static chat.controller.coordinator.Reports.lost;
import static chat.controller.coordinator.Reports.ofCluster;
import static chat.controller.coordinator.Reports.seed;
import static chat.controller.coordinator.Reports.withLog;
import static chat.controller.coordinator.Reports.withPromise;
import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
  private static final Member A = member("chat-0");
  private static final Member B = member("chat-1");
  private static final Member C = member("chat-2");
  private static final View VIEW = first(A, B, C);
  private static final ClusterId FRESH = new ClusterId("fresh");
  private static final Contact GONE = new Contact.Lost("connection refused");

  private final SortedMap<NodeName, Contact> nodes = new TreeMap<>();

  private void says(Report report) {
    nodes.put(report.self().name(), new Contact.Answers(report));
  }

  private void gone(Member member) {
    nodes.put(member.name(), GONE);
  }

  private Decision decide(Optional<View> view) {
    return Coordinator.decide(new Observation(view, nodes, 3), FRESH);
  }

  private Decision decide() {
    return decide(Optional.of(VIEW));
  }

  private void assertPromoted(Member to) {
    assertThat(decide())
        .isInstanceOfSatisfying(
            Decision.Promote.class,
            promote -> assertThat(promote.next()).isEqualTo(VIEW.promoting(to)));
  }

  private void assertWaits(Optional<View> view, String... because) {
    assertThat(decide(view))
        .isInstanceOfSatisfying(
            Decision.Wait.class, wait -> assertThat(wait.reason()).contains(because));
  }

  @Test
  void aClusterBeginsOnceAllInitialMembersAnswerWithEmptyDisks() {
    says(empty(A));
    says(empty(B));
    says(empty(C));
    assertThat(decide(Optional.empty()))
        .isInstanceOfSatisfying(
            Decision.FirstView.class,
            first -> {
              assertThat(first.next().clusterId()).isEqualTo(FRESH);
              assertThat(first.next().rev()).isEqualTo(new Rev(1));
              assertThat(first.next().epoch()).isEqualTo(new Epoch(1));
              assertThat(first.next().inSync()).containsExactly(A, B, C);
              assertThat(first.next().addresses()).hasSize(3);
            });
  }

  @Test
  void noClusterBeginsBeforeAllInitialMembersAreThere() {
    says(empty(A));
    gone(B);
    assertWaits(Optional.empty(), "2 of 3 initial members", "chat-1 doesn't answer");
  }

  @Test
  void noClusterBeginsBesideADiskWithData() {
    says(empty(A));
    says(empty(B));
    says(in(Role.WAITING, C));
    assertWaits(Optional.empty(), "chat-2 has data of cluster cluster-1");
  }

  @Test
  void aClusterBeginsFromARestoredDiskThatAloneIsInSync() {
    says(empty(A));
    says(seed(B));
    says(empty(C));
    assertThat(decide(Optional.empty()))
        .isInstanceOfSatisfying(
            Decision.FirstView.class,
            first -> {
              assertThat(first.next().clusterId()).isEqualTo(new ClusterId("restored"));
              assertThat(first.next().rev()).isEqualTo(new Rev(1));
              assertThat(first.next().epoch()).isEqualTo(new Epoch(4));
              assertThat(first.next().primary()).isEqualTo(B);
              assertThat(first.next().inSync()).containsExactly(B);
              assertThat(first.next().addresses()).hasSize(3);
            });
  }

  @Test
  void aRestoredDiskWaitsForTheOthersLikeAnyOther() {
    says(seed(A));
    says(empty(B));
    gone(C);
    assertWaits(Optional.empty(), "chat-2 doesn't answer");
    says(in(Role.WAITING, C));
    assertWaits(Optional.empty(), "chat-2 has data of cluster cluster-1");
  }

  @Test
  void noClusterBeginsFromTwoRestoredDisks() {
    says(seed(A));
    says(seed(B));
    says(empty(C));
    assertWaits(Optional.empty(), "restored to more than one node");
  }

  @Test
  void aRestoredDiskIsNeverPromotedIntoAnotherCluster() {
    gone(A);
    says(lost(seed(B)));
    gone(C);
    assertWaits(Optional.of(VIEW), "chat-1 belongs to cluster restored");
  }

  @Test
  void noClusterBeginsWithTwoCopiesOfOneDisk() {
    says(empty(A));
    says(empty(B));
    says(empty(member("chat-2", "disk-of-chat-0")));
    assertWaits(Optional.empty(), "chat-2 runs on the same disk as chat-0");
  }

  @Test
  void aPrimaryThatAnswersIsLeftAlone() {
    says(in(Role.PRIMARY, A));
    says(lost(in(Role.BACKUP, B)));
    gone(C);
    assertThat(decide()).isEqualTo(new Decision.Nothing());
  }

  @Test
  void aDeadPrimaryIsReplacedByTheLongestLog() {
    gone(A);
    says(withLog(lost(in(Role.BACKUP, B)), 1, 10));
    says(withLog(lost(in(Role.BACKUP, C)), 1, 11));
    assertPromoted(C);
  }

  @Test
  void aLaterEpochCountsMoreThanALongerLog() {
    gone(A);
    says(withLog(lost(in(Role.BACKUP, B)), 2, 5));
    says(withLog(lost(in(Role.BACKUP, C)), 1, 11));
    assertPromoted(B);
  }

  @Test
  void aMemberThatIsEndingLeadsOnlyWhereThereIsNoOther() {
    gone(A);
    says(lost(in(Role.BACKUP, B)));
    says(ending(withLog(lost(in(Role.BACKUP, C)), 1, 11)));
    assertPromoted(B);
    gone(B);
    assertPromoted(C);
  }

  @Test
  void aBlipBetweenControllerAndPrimaryIsNoFailure() {
    gone(A);
    says(lost(in(Role.BACKUP, B)));
    says(in(Role.BACKUP, C));
    assertWaits(Optional.of(VIEW), "chat-0 is lost", "chat-2 did not lose it");
  }

  @Test
  void aPrimaryNotYetKnownToBeGoneIsWaitedFor() {
    nodes.put(A.name(), new Contact.Unsure("connection broken"));
    says(lost(in(Role.BACKUP, B)));
    assertWaits(Optional.of(VIEW), "may be lost: connection broken");
  }

  @Test
  void aRestartedPrimaryGoesOnOnlyInANewEpoch() {
    says(lost(in(Role.WAITING, A)));
    says(withLog(in(Role.BACKUP, B), 1, 9));
    assertPromoted(A);
  }

  @Test
  void whatAPromotedMemberSaidOfThePrimaryBeforeItIsNotHeldAgainstIt() {
    says(withPromise(lost(in(Role.BACKUP, A)), 0));
    says(lost(in(Role.BACKUP, B)));
    assertThat(decide()).isEqualTo(new Decision.Nothing());
  }

  @Test
  void aHaltedPrimaryIsReplacedAtOnce() {
    says(halted(in(Role.PRIMARY, A), "disk full"));
    says(in(Role.BACKUP, B));
    assertPromoted(B);
  }

  @Test
  void aPrimaryWithANewDiskIsReplacedAtOnce() {
    says(empty(member("chat-0", "new-disk")));
    says(in(Role.BACKUP, B));
    assertPromoted(B);
  }

  @Test
  void nobodyOutsideTheInSyncSetIsPromoted() {
    gone(A);
    says(empty(member("chat-1", "new-disk")));
    says(halted(in(Role.BACKUP, C), "disk full"));
    says(lost(in(Role.LEARNER, member("chat-3"))));
    assertWaits(
        Optional.of(VIEW),
        "chat-0 doesn't answer (connection refused)",
        "chat-1 runs on another disk",
        "chat-2 has halted (disk full)");
  }

  @Test
  void aDiskOfAnotherClusterIsNotPromoted() {
    gone(A);
    says(ofCluster(lost(in(Role.BACKUP, B)), "another"));
    gone(C);
    assertWaits(Optional.of(VIEW), "chat-1 belongs to cluster another");
  }
}
