package chat.cli.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The lines of a stream, each decoded by itself. A line ends with a line feed, or with a carriage
 * return and a line feed; a carriage return elsewhere belongs to the line. One thread.
 */
public final class Utf8Lines {
  private final InputStream in;
  private final String what;
  private long number;

  /** {@code what} names the input in a refusal. {@code in} should be buffered. */
  public Utf8Lines(InputStream in, String what) {
    this.in = in;
    this.what = what;
  }

  /** The next line without its end; empty behind the last one. */
  public Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    number++;
    while (read >= 0 && read != '\n') {
      line.write(read);
      if (line.size() > Utf8.MAX_TEXT_BYTES) {
        throw Utf8.tooLong(name());
      }
      read = in.read();
    }
    String text = Utf8.decode(line.toByteArray(), name());
    return Optional.of(
        read == '\n' && text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }

  /** The number of the line that {@link #next} gave last, from 1. */
  public long number() {
    return number;
  }

  private String name() {
    return "line %d of %s".formatted(number, what);
  }
}
