package chat.cli.file;

import java.io.IOException;

/** A name that a user gave for a file, at which no file can be written. */
public final class UnfitFileException extends IOException {
  private static final long serialVersionUID = 1L;

  UnfitFileException(String message) {
    super(message);
  }
}
