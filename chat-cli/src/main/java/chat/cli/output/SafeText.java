package chat.cli.output;

/** Text that others wrote, made harmless for a terminal: it moves no cursor and sets no colour. */
public final class SafeText {
  private SafeText() {}

  /** On one line: a line break becomes {@code ⏎}, another control character its picture. */
  public static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    if (c == '\n') {
      safe.append('⏎');
    } else if (c == '\t') {
      safe.append(' ');
    } else if (c < 0x20) {
      safe.appendCodePoint(0x2400 + c);
    } else if (c == 0x7f) {
      safe.append('␡');
    } else if (isHidden(c)) {
      safe.append('\ufffd');
    } else {
      safe.appendCodePoint(c);
    }
  }

  /** C1 controls, lone surrogates and the marks that turn the direction of writing. */
  private static boolean isHidden(int c) {
    return (c >= 0x80 && c < 0xa0)
        || (c >= 0xd800 && c < 0xe000)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }
}
