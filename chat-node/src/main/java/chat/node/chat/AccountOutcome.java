package chat.node.chat;

import chat.node.chat.Result.Outcome;

/** What came of an {@link AccountCommand}. */
public sealed interface AccountOutcome extends Outcome {
  record Registered() implements AccountOutcome {}

  record SessionOpened(String sessionId, long expiresMillis) implements AccountOutcome {}

  record SessionRenewed(long expiresMillis) implements AccountOutcome {}

  /** It is as was asked for, and there is nothing more to say. */
  record Done() implements AccountOutcome {}
}
