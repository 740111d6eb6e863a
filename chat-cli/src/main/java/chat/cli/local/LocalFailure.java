package chat.cli.local;

import chat.cli.output.ExitCode;

/** Why a local cluster can't do what was asked, and what to do next. */
public final class LocalFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private final ExitCode exitCode;
  private final String next;

  public LocalFailure(ExitCode exitCode, String message, String next) {
    super(message);
    this.exitCode = exitCode;
    this.next = next;
  }

  public LocalFailure(String message, String next) {
    this(ExitCode.FAILURE, message, next);
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  public String next() {
    return next;
  }
}
