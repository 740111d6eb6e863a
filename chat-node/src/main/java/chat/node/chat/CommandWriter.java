package chat.node.chat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends the fields of a command to a growing array. Not for two threads. */
final class CommandWriter {
  private static final int INITIAL_BYTES = 256;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private int size;

  void u8(int value) {
    check(value, 0xFF, "byte");
    room(1);
    bytes[size++] = (byte) value;
  }

  void bool(boolean value) {
    u8(value ? 1 : 0);
  }

  void i64(long value) {
    room(Long.BYTES);
    ByteBuffer.wrap(bytes).putLong(size, value);
    size += Long.BYTES;
  }

  void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  void name(AccountName name) {
    byte[] ascii = name.value().getBytes(StandardCharsets.US_ASCII);
    u8(ascii.length);
    raw(ascii);
  }

  void text16(String text) {
    byte[] utf8 = utf8(text);
    check(utf8.length, 0xFFFF, "text");
    u8(utf8.length >>> 8);
    u8(utf8.length & 0xFF);
    raw(utf8);
  }

  void text32(String text) {
    byte[] utf8 = utf8(text);
    room(Integer.BYTES);
    ByteBuffer.wrap(bytes).putInt(size, utf8.length);
    size += Integer.BYTES;
    raw(utf8);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Unlike {@code getBytes}, refuses half a surrogate pair instead of storing a question mark. */
  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] exact = new byte[encoded.remaining()];
      encoded.get(exact);
      return exact;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text with half a surrogate pair", e);
    }
  }

  private static void check(int value, int max, String what) {
    if (value > max) {
      throw new IllegalArgumentException(what + " of " + value + " is over " + max);
    }
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
