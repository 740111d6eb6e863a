package chat.cli.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes what a terminal sends, byte by byte. A byte that isn't UTF-8 becomes a lone surrogate,
 * U+DC80 to U+DCFF, which no text has: the byte can be drawn in its place and deleted, and {@link
 * #isBroken} keeps a text with such a byte from being sent. One thread.
 */
public final class TypedText {
  private static final int LONGEST = 4;
  private static final char ESCAPED = '\udc00';

  private final byte[] begun = new byte[LONGEST];
  private int length;

  /** The characters that are complete with this byte: none, one, or what was wrong before it. */
  public String take(int next) {
    String before = length > 0 && !isContinuation(next) ? rest() : "";
    begun[length++] = (byte) next;
    if (length < expected(begun[0])) {
      return before;
    }
    return before + rest();
  }

  /** What is left of a character that was begun. */
  public String rest() {
    String text = decoded();
    length = 0;
    return text;
  }

  /** All of a text whose bytes are given as characters of ISO 8859-1. */
  public static String of(String bytes) {
    TypedText decoder = new TypedText();
    StringBuilder text = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      text.append(decoder.take(bytes.charAt(i)));
    }
    return text.append(decoder.rest()).toString();
  }

  /** Whether a byte in it was not UTF-8. */
  public static boolean isBroken(String text) {
    return text.codePoints().anyMatch(TypedText::isSurrogate);
  }

  /** With U+FFFD where a byte was not UTF-8: to be drawn, never to be sent. */
  public static String visible(String text) {
    return isBroken(text)
        ? text.codePoints()
            .map(c -> isSurrogate(c) ? 0xfffd : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
        : text;
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  private String decoded() {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(begun, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      StringBuilder broken = new StringBuilder();
      for (int i = 0; i < length; i++) {
        broken.append((char) (ESCAPED + (begun[i] & 0xff)));
      }
      return broken.toString();
    }
  }

  private static boolean isContinuation(int b) {
    return (b & 0xc0) == 0x80;
  }

  /** The length of the character that begins so; 1 where none does. */
  private static int expected(byte first) {
    int b = first & 0xff;
    if (b >= 0xf0 && b < 0xf8) {
      return 4;
    }
    if (b >= 0xe0) {
      return b < 0xf0 ? 3 : 1;
    }
    return b >= 0xc0 ? 2 : 1;
  }
}
