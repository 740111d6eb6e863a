package chat.node.chat;

/** What applying an entry gave. */
public sealed interface Result {

  /** A no-op was applied. */
  record Nothing() implements Result {}

  /**
   * A command was applied, or recognized as a repetition. Position and time are those of the entry
   * that took effect: of the first one, where {@code replayed}.
   */
  record Answer(long position, long timeMillis, boolean replayed, Outcome outcome)
      implements Result {}

  /** The effect of a command, or why there is none. */
  sealed interface Outcome
      permits AccountOutcome, ClusterOutcome, GroupOutcome, MessageOutcome, Outcome.Rejected {

    /**
     * Nothing changed. Where {@code isFinal} the request under this id never takes effect; else a
     * retry is judged anew.
     */
    record Rejected(Refusal refusal, boolean isFinal) implements Outcome {}
  }
}
