package chat.controller.kubernetes;

import chat.view.View;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to tell that nobody leads and nobody can: not of every doubt that lasts a moment, and not at
 * every look. Pure but for its own fields. Threads: one at a time.
 */
final class WaitingStory {
  /** A wait shorter than this is told by what ends it. */
  static final Duration WORTH_TELLING = Duration.ofSeconds(5);

  /** The same before there is a view: pods take their time to start. */
  static final Duration WORTH_TELLING_AT_FIRST = Duration.ofSeconds(30);

  /** Another reason is told no sooner than this after the last. */
  static final Duration NEWS = Duration.ofSeconds(30);

  /** The same reason is told again after this. */
  static final Duration REMINDER = Duration.ofMinutes(5);

  private @Nullable String why;
  private @Nullable String toldWhy;
  private long sinceNanos;
  private long toldNanos;

  void waits(String reason, long nowNanos) {
    if (why == null) {
      sinceNanos = nowNanos;
    }
    why = reason;
  }

  void over() {
    why = null;
    toldWhy = null;
  }

  /** What to tell now, if anything. */
  Optional<ViewNote> due(Optional<View> view, long nowNanos) {
    Duration worth = view.isEmpty() ? WORTH_TELLING_AT_FIRST : WORTH_TELLING;
    if (why == null || nowNanos - sinceNanos < worth.toNanos()) {
      return Optional.empty();
    }
    if (toldWhy != null) {
      Duration pause = toldWhy.equals(why) ? REMINDER : NEWS;
      if (nowNanos - toldNanos < pause.toNanos()) {
        return Optional.empty();
      }
    }
    toldWhy = why;
    toldNanos = nowNanos;
    return Optional.of(ViewStory.waiting(view, why));
  }
}
