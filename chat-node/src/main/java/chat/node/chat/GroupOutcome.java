package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What came of a {@link GroupCommand}. */
public sealed interface GroupOutcome extends Outcome {
  record Created(GroupId group) implements GroupOutcome {}

  /** The group is now as it was asked for. */
  record Changed(GroupId group) implements GroupOutcome {}

  record Posted(GroupId group, long seq) implements GroupOutcome {}
}
