package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What came of a {@link ClusterCommand}. */
public sealed interface ClusterOutcome extends Outcome {

  /** The hand-over out of this epoch was noted. */
  record SwitchoverNoted(long epoch) implements ClusterOutcome {}

  /** Commands now apply by these rules. */
  record RulesRaised(int rules) implements ClusterOutcome {}

  record BackupNoted() implements ClusterOutcome {}
}
