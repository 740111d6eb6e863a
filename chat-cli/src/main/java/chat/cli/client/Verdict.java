package chat.cli.client;

import java.time.Duration;

/** What one failed attempt says. */
sealed interface Verdict {
  /** For people. */
  String why();

  /** Certainly not applied. If nothing better comes until the deadline, it ends as {@code kind}. */
  record NotApplied(String why, String reason, Duration retryAfter, ChatFailure.Kind kind)
      implements Verdict {}

  /** Perhaps applied: only an answer to the same request id can tell. */
  record Unknown(String why) implements Verdict {}

  /**
   * No use to repeat it. {@code settles}: the answer came after the repeated request id was looked
   * up, so that it also says that earlier attempts had no effect.
   */
  record Final(ChatFailure failure, boolean settles) implements Verdict {
    @Override
    public String why() {
      return String.valueOf(failure.getMessage());
    }
  }
}
