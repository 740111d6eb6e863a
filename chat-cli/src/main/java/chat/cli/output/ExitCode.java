package chat.cli.output;

/** What a script learns from the end of a command. Part of the contract: never renumbered. */
public enum ExitCode {
  OK(0),
  FAILURE(1),
  USAGE(2),
  NOT_FOUND(3),
  AUTHENTICATION(4),
  REFUSED(5),
  /** Nobody could take the request; nothing was applied. */
  UNAVAILABLE(6),
  /** The request may have been applied or not; a retry with the same id settles it. */
  OUTCOME_UNKNOWN(7),
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
