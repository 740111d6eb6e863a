package chat.controller.coordinator;

/** How a node looks from the controller. */
public sealed interface Contact {
  /** It was heard lately; the newest that it said. */
  record Answers(Report report) implements Contact {}

  /** Not heard, but not for long enough to say anything of it. */
  record Unsure(String why) implements Contact {}

  /** Its connection broke and the next was refused, or it was silent over the limit. */
  record Lost(String why) implements Contact {}
}
