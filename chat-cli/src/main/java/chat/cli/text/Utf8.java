package chat.cli.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The strict decoder: the text that the bytes are in UTF-8, or a refusal. */
public final class Utf8 {
  /** Much more than any server takes as one message; bounds what one text may occupy here. */
  public static final int MAX_TEXT_BYTES = 8 << 20;

  private Utf8() {}

  /** {@code what} names the input in the refusal, such as "the standard input". */
  public static String decode(byte[] bytes, String what) throws InvalidTextException {
    return decode(ByteBuffer.wrap(bytes), what);
  }

  static String decode(ByteBuffer bytes, String what) throws InvalidTextException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    int start = bytes.position();
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CoderResult result = decoder.decode(bytes, text, true);
    if (result.isError()) {
      throw new InvalidTextException(
          "%s is not UTF-8 text: its byte %d is wrong"
              .formatted(what, bytes.position() - start + 1));
    }
    return text.flip().toString();
  }

  /** All that is left of the stream. */
  public static String readAll(InputStream in, String what) throws IOException {
    byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw tooLong(what);
    }
    return decode(bytes, what);
  }

  static InvalidTextException tooLong(String what) {
    return new InvalidTextException("%s is longer than %d bytes".formatted(what, MAX_TEXT_BYTES));
  }

  /** The text without one line break at its end, which is the shell's or the editor's. */
  public static String withoutLastBreak(String text) {
    if (!text.endsWith("\n")) {
      return text;
    }
    int end = text.length() - (text.endsWith("\r\n") ? 2 : 1);
    return text.substring(0, end);
  }
}
