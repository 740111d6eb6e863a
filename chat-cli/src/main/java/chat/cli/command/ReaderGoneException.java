package chat.cli.command;

/**
 * Whoever read the output has enough, such as {@code head}: no reason for words, but the exit code
 * says that this wasn't all.
 */
final class ReaderGoneException extends Exception {
  private static final long serialVersionUID = 1L;
}
