package chat.cli.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of this process as they were typed. The JVM decodes them by the locale and puts
 * U+FFFD where it can't: under {@code LC_ALL=C} each byte of a letter that is not ASCII. On Linux
 * the bytes themselves are in {@code /proc/self/cmdline}. Where there is no such file, an argument
 * with U+FFFD is refused, since nobody can tell whether somebody typed it.
 */
public final class Arguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final String REPLACEMENT = "\ufffd";

  private Arguments() {}

  /** {@code given}: as the JVM decoded them. */
  public static String[] asTyped(String[] given) throws InvalidTextException {
    return asTyped(given, commandLine());
  }

  static String[] asTyped(String[] given, Optional<byte[]> commandLine)
      throws InvalidTextException {
    Optional<List<ByteBuffer>> raw = commandLine.flatMap(bytes -> tail(bytes, given));
    String[] typed = new String[given.length];
    for (int i = 0; i < given.length; i++) {
      String what = "argument " + (i + 1);
      if (raw.isPresent()) {
        typed[i] = Utf8.decode(raw.get().get(i), what);
      } else if (given[i].contains(REPLACEMENT)) {
        throw new InvalidTextException(what + " may not be UTF-8 text");
      } else {
        typed[i] = given[i];
      }
    }
    return typed;
  }

  private static Optional<byte[]> commandLine() {
    try {
      return Optional.of(Files.readAllBytes(COMMAND_LINE));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The last arguments, each ended by a NUL; none where they can't be those that were given. */
  private static Optional<List<ByteBuffer>> tail(byte[] commandLine, String[] given) {
    List<ByteBuffer> all = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        all.add(ByteBuffer.wrap(commandLine, start, i - start));
        start = i + 1;
      }
    }
    if (all.size() < given.length) {
      return Optional.empty();
    }
    List<ByteBuffer> last = all.subList(all.size() - given.length, all.size());
    for (int i = 0; i < given.length; i++) {
      if (!mayBe(last.get(i), given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(last);
  }

  /** Every locale decodes ASCII in the same way. */
  private static boolean mayBe(ByteBuffer raw, String given) {
    String ascii = StandardCharsets.US_ASCII.decode(raw.duplicate()).toString();
    return ascii.contains(REPLACEMENT) || ascii.equals(given);
  }
}
