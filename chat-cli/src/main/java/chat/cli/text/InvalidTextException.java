package chat.cli.text;

import java.io.IOException;

/** Input that can't be taken as text exactly as it was given. The message names the input. */
public final class InvalidTextException extends IOException {
  private static final long serialVersionUID = 1L;

  public InvalidTextException(String message) {
    super(message);
  }
}
