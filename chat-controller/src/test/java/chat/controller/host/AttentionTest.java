package chat.controller.host;

import static chat.controller.coordinator.Reports.in;
import static chat.controller.coordinator.Reports.lost;
import static chat.controller.coordinator.Reports.withLog;
import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Decision;
import chat.controller.coordinator.Report;
import chat.controller.coordinator.Role;
import chat.view.Member;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final Member A = member("chat-0");
  private static final Member B = member("chat-1");
  private static final View FIRST = first(A, B);
  private static final Duration RECHECK = Duration.ofSeconds(1);
  private static final SortedMap<NodeName, Contact> WELL =
      nodes(in(Role.PRIMARY, A), in(Role.BACKUP, B));

  private final Attention attention = new Attention(RECHECK);

  private static SortedMap<NodeName, Contact> nodes(Report... reports) {
    SortedMap<NodeName, Contact> nodes = new TreeMap<>();
    for (Report report : reports) {
      nodes.put(report.self().name(), new Contact.Answers(report));
    }
    return nodes;
  }

  private void lookedAndAllWasWell() {
    attention.looked(new Rev(1), Optional.of(FIRST), WELL, new Decision.Nothing(), 0);
  }

  @Test
  void theFirstTurnLooks() {
    assertThat(attention.calls(Rev.ZERO, WELL, 0)).isTrue();
  }

  @Test
  void whereNothingHappensOnlyTheRecheckLooks() {
    lookedAndAllWasWell();
    assertThat(attention.calls(new Rev(1), WELL, RECHECK.toNanos() - 1)).isFalse();
    assertThat(attention.calls(new Rev(1), WELL, RECHECK.toNanos())).isTrue();
  }

  @Test
  void aLongerLogIsNoReasonToLook() {
    lookedAndAllWasWell();
    assertThat(
            attention.calls(
                new Rev(1),
                nodes(withLog(in(Role.PRIMARY, A), 1, 99), withLog(in(Role.BACKUP, B), 1, 98)),
                1))
        .isFalse();
  }

  @Test
  void aViewThatMovedIsAReasonOnce() {
    lookedAndAllWasWell();
    assertThat(attention.calls(new Rev(2), WELL, 1)).isTrue();
    attention.looked(new Rev(2), Optional.of(FIRST), WELL, new Decision.Nothing(), 1);
    assertThat(attention.calls(new Rev(2), WELL, 2)).isFalse();
  }

  @Test
  void aPrimaryThatMayBeLostIsAReason() {
    lookedAndAllWasWell();
    SortedMap<NodeName, Contact> doubtful = new TreeMap<>(WELL);
    doubtful.put(A.name(), new Contact.Unsure("its connection broke"));
    assertThat(attention.calls(new Rev(1), doubtful, 1)).isTrue();
  }

  @Test
  void aReasonToPromoteStaysOneUntilSomethingWasWritten() {
    SortedMap<NodeName, Contact> headless = nodes(lost(in(Role.BACKUP, B)));
    Decision promote = new Decision.Promote(FIRST.promoting(B), "lost");
    attention.looked(new Rev(1), Optional.of(FIRST), headless, promote, 0);
    assertThat(attention.calls(new Rev(1), headless, 1)).isTrue();
  }

  @Test
  void withoutAViewEveryNodeThatChangesIsAReason() {
    Decision wait = new Decision.Wait("1 of 2 initial members are known");
    attention.looked(Rev.ZERO, Optional.empty(), nodes(in(Role.WAITING, A)), wait, 0);
    assertThat(attention.calls(Rev.ZERO, nodes(in(Role.WAITING, A)), 1)).isFalse();
    assertThat(attention.calls(Rev.ZERO, WELL, 1)).isTrue();
  }

  @Test
  void whatWasTriedIsLookedAtAgain() {
    lookedAndAllWasWell();
    attention.forget();
    assertThat(attention.calls(new Rev(1), WELL, 1)).isTrue();
  }
}
