package chat.controller.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;

import chat.view.View;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingStoryTest {
  private static final Optional<View> VIEW = Optional.of(first(member("chat-0")));

  private final WaitingStory story = new WaitingStory();
  private long nowNanos = Long.MAX_VALUE - 7;

  private Optional<String> toldAfter(Duration time) {
    nowNanos += time.toNanos();
    return story.due(VIEW, nowNanos).map(ViewNote::text);
  }

  @Test
  void aDoubtThatPassesIsNotTold() {
    story.waits("may be lost", nowNanos);
    assertThat(toldAfter(WaitingStory.WORTH_TELLING.minusNanos(1))).isEmpty();
    story.over();
    assertThat(toldAfter(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void aWaitThatLastsIsToldOnce() {
    story.waits("nobody to promote", nowNanos);
    assertThat(toldAfter(WaitingStory.WORTH_TELLING)).contains("nobody to promote");
    assertThat(toldAfter(Duration.ofSeconds(1))).isEmpty();
  }

  @Test
  void itIsToldAgainAsAReminder() {
    story.waits("nobody to promote", nowNanos);
    toldAfter(WaitingStory.WORTH_TELLING);
    assertThat(toldAfter(WaitingStory.REMINDER)).contains("nobody to promote");
  }

  @Test
  void anotherReasonIsToldSoonerThanAReminderButNotAtOnce() {
    story.waits("nobody to promote", nowNanos);
    toldAfter(WaitingStory.WORTH_TELLING);
    story.waits("chat-1 halted", nowNanos);
    assertThat(toldAfter(Duration.ofSeconds(1))).isEmpty();
    assertThat(toldAfter(WaitingStory.NEWS)).contains("chat-1 halted");
  }

  @Test
  void podsOfANewClusterHaveTimeToStart() {
    story.waits("1 of 3 initial members are known", nowNanos);
    nowNanos += WaitingStory.WORTH_TELLING_AT_FIRST.toNanos() - 1;
    assertThat(story.due(Optional.empty(), nowNanos)).isEmpty();
    assertThat(story.due(Optional.empty(), nowNanos + 1)).isPresent();
  }
}
