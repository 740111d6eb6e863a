package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What came of a {@link MessageCommand}. */
public sealed interface MessageOutcome extends Outcome {
  record Sent(PairId conversation, long seq) implements MessageOutcome {}

  record Marked(long deliveredSeq, long readSeq) implements MessageOutcome {}

  /** How many of the messages were still there. */
  record Deleted(int count) implements MessageOutcome {}
}
