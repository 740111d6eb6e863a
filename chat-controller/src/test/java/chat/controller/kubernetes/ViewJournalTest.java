package chat.controller.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.controller.coordinator.Decision;
import chat.controller.kubernetes.ViewNote.Reason;
import chat.view.Member;
import chat.view.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewJournalTest {
  private static final Member A = member("chat-0");
  private static final Member B = member("chat-1");
  private static final View FIRST = first(A, B);
  private static final View SECOND = FIRST.promoting(B);
  private static final Decision.Promote PROMOTE = new Decision.Promote(SECOND, "chat-0 is lost");

  private final List<ViewNote> notes = new ArrayList<>();
  private @Nullable View labelled;
  private boolean elected = true;
  private long nowNanos;
  private final ViewJournal journal =
      new ViewJournal(
          () -> elected,
          new ViewJournal.Label() {
            @Override
            public void follow(View view) {
              labelled = view;
            }

            @Override
            public void leave() {
              labelled = null;
            }
          },
          notes::add,
          () -> nowNanos);

  private List<Reason> told() {
    return notes.stream().map(ViewNote::reason).toList();
  }

  @Test
  void afterAStartTheViewThatIsThereIsLabelledAndTellsNothing() {
    journal.read(Optional.of(SECOND));
    assertThat(labelled).isEqualTo(SECOND);
    assertThat(notes).isEmpty();
  }

  @Test
  void whatThisControllerWroteIsToldOnceAndWithItsReason() {
    journal.read(Optional.of(FIRST));
    journal.decided(Optional.of(FIRST), PROMOTE);
    journal.stored(Optional.of(FIRST), SECOND, "chat-0 is lost", Duration.ofMillis(200));
    journal.read(Optional.of(SECOND));
    assertThat(told()).containsExactly(Reason.PRIMARY_CHANGED);
    assertThat(notes.getFirst().text()).contains("after 0.20 s", "chat-0 is lost");
  }

  @Test
  void whatTheNodesWroteThemselvesIsTold() {
    journal.read(Optional.of(FIRST));
    journal.read(Optional.of(SECOND));
    assertThat(told()).containsExactly(Reason.PRIMARY_CHANGED);
    assertThat(labelled).isEqualTo(SECOND);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsToldAsItsOwnOnceItIsRead() {
    journal.read(Optional.of(FIRST));
    journal.decided(Optional.of(FIRST), PROMOTE);
    journal.notStored(SECOND, false);
    journal.read(Optional.of(SECOND));
    assertThat(notes.getFirst().text()).contains("chat-0 is lost");
  }

  @Test
  void whoIsNotElectedLeavesLabelsAndEventsToWhoIs() {
    elected = false;
    journal.read(Optional.of(FIRST));
    journal.read(Optional.of(SECOND));
    assertThat(labelled).isNull();
    assertThat(notes).isEmpty();
  }

  @Test
  void whoIsNotElectedLabelsWhatItWroteItselfUntilAnotherWrites() {
    elected = false;
    journal.read(Optional.of(FIRST));
    journal.stored(Optional.of(FIRST), SECOND, "chat-0 is lost", Duration.ofSeconds(2));
    journal.read(Optional.of(SECOND));
    assertThat(labelled).isEqualTo(SECOND);
    journal.read(Optional.of(SECOND.promoting(A)));
    assertThat(labelled).isNull();
  }

  @Test
  void theFirstViewIsTold() {
    journal.read(Optional.empty());
    journal.stored(Optional.empty(), FIRST, "a new cluster begins", Duration.ZERO);
    assertThat(told()).containsExactly(Reason.FIRST_VIEW);
  }

  @Test
  void aWaitThatLastsIsToldWhileTheViewIsRead() {
    journal.read(Optional.of(FIRST));
    journal.decided(Optional.of(FIRST), new Decision.Wait("no member to promote"));
    nowNanos += WaitingStory.WORTH_TELLING.toNanos();
    journal.read(Optional.of(FIRST));
    assertThat(told()).containsExactly(Reason.WAITING);
  }
}
