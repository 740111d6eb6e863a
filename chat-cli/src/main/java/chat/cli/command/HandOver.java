package chat.cli.command;

import chat.cli.client.ChatFailure;

/**
 * How {@code listen} gives what it hears to whom it is for. Each event is a {@link
 * ListenProgress.Step}; a step counts as taken in its order, and only once its line, if it has one,
 * is taken. Lines are given by one thread.
 */
interface HandOver {
  /** False where the consumer takes no more: the listening ends, and {@link #finish} says why. */
  boolean give(ListenProgress.Step step, ListenLine line) throws ChatFailure;

  /** A step with nothing to give. */
  void pass(ListenProgress.Step step);

  /** Whether the consumer takes no more. */
  boolean isOver();

  /** No more is given. Waits until all that was given is taken, or the consumer is gone. */
  void finish() throws ChatFailure, ReaderGoneException;
}
