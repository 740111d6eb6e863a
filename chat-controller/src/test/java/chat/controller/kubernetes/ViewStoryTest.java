package chat.controller.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.controller.kubernetes.ViewNote.Reason;
import chat.controller.kubernetes.ViewStory.Cause;
import chat.view.ClusterId;
import chat.view.Member;
import chat.view.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewStoryTest {
  private static final Member A = member("chat-0");
  private static final Member B = member("chat-1");
  private static final Member C = member("chat-2");
  private static final View FIRST = first(A, B, C);

  @Test
  void aBeginningNamesThePrimaryAndTheMembers() {
    assertThat(ViewStory.beginning(FIRST).text())
        .isEqualTo(
            "A new cluster begins, chat-0 leads; in sync: chat-0, chat-1, chat-2 (cluster cluster-1)");
  }

  @Test
  void aPromotionTellsWhoInsteadOfWhomWhyAndHowLongItTook() {
    Cause cause = new Cause("primary chat-0 is lost", Optional.of(Duration.ofMillis(210)));
    assertThat(ViewStory.step(FIRST, FIRST.promoting(B), cause))
        .extracting(ViewNote::text)
        .containsExactly(
            "chat-1 leads instead of chat-0, epoch 2 after 0.21 s: primary chat-0 is lost");
  }

  @Test
  void whoLeadsAgainIsSaidToLeadAgain() {
    Cause cause = new Cause("it restarted", Optional.empty());
    assertThat(ViewStory.step(FIRST, FIRST.promoting(A), cause))
        .extracting(ViewNote::text)
        .containsExactly("chat-0 leads again, epoch 2: it restarted");
  }

  @Test
  void aMemberThatLeftAndOneThatCameAreTold() {
    View fewer = FIRST.without(C);
    View more = fewer.with(member("chat-3"), Optional.empty());
    assertThat(ViewStory.step(FIRST, more, Cause.OF_THE_NODES))
        .extracting(ViewNote::reason)
        .containsExactly(Reason.MEMBER_REMOVED, Reason.MEMBER_JOINED);
  }

  @Test
  void theSameNameOnAnotherDiskIsAnotherMember() {
    View again = FIRST.without(C).with(member("chat-2", "its-second-disk"), Optional.empty());
    assertThat(ViewStory.step(FIRST, again, Cause.OF_THE_NODES))
        .extracting(ViewNote::text)
        .allMatch(text -> text.startsWith("chat-2 "))
        .hasSize(2);
  }

  @Test
  void theSameStepHasTheSameKeyWhoeverTellsItAndAnotherStepAnother() {
    View second = FIRST.promoting(B);
    View third = second.promoting(A);
    Cause known = new Cause("lost", Optional.of(Duration.ZERO));
    List<ViewNote> told = ViewStory.step(FIRST, second, known);
    assertThat(ViewStory.step(FIRST, second, Cause.OF_THE_NODES))
        .extracting(ViewNote::key)
        .containsExactly(told.getFirst().key());
    assertThat(ViewStory.step(second, third, known))
        .extracting(ViewNote::key)
        .doesNotContain(told.getFirst().key());
  }

  @Test
  void everyKeyCanBePartOfAnObjectsName() {
    View odd =
        new View(
            new ClusterId("abcdefg-hijk"),
            FIRST.rev(),
            FIRST.epoch(),
            FIRST.primary(),
            FIRST.inSync(),
            FIRST.addresses());
    assertThat(ViewStory.beginning(odd).key())
        .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  }

  @Test
  void fromAnotherClustersViewThereIsNoStep() {
    View restored =
        new View(
            new ClusterId("another"),
            FIRST.rev().next(),
            FIRST.epoch().next(),
            B,
            FIRST.inSync(),
            FIRST.addresses());
    assertThat(ViewStory.step(FIRST, restored, Cause.OF_THE_NODES)).isEmpty();
  }
}
