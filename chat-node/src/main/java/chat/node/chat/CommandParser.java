package chat.node.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Takes a command's fields from its bytes, each checked before it is believed. */
final class CommandParser {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  CommandParser(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  int u8(String what) {
    need(1, what);
    return Byte.toUnsignedInt(buffer.get());
  }

  long i64(String what) {
    need(Long.BYTES, what);
    return buffer.getLong();
  }

  /** A place in the log. */
  long position(String what) {
    long position = i64(what);
    if (position < 0) {
      throw corrupt(what + " is negative");
    }
    return position;
  }

  boolean bool(String what) {
    int value = u8(what);
    if (value > 1) {
      throw corrupt(what + " is neither 0 nor 1");
    }
    return value == 1;
  }

  byte[] raw(String what, int length) {
    need(length, what);
    byte[] value = new byte[length];
    buffer.get(value);
    return value;
  }

  AccountName name(String what) {
    int length = u8(what);
    String name = new String(raw(what, length), StandardCharsets.ISO_8859_1);
    if (!AccountName.isValid(name)) {
      throw corrupt(what + " is not a name");
    }
    return new AccountName(name);
  }

  String text16(String what) {
    return utf8(what, u8(what) << 8 | u8(what));
  }

  String text32(String what) {
    need(Integer.BYTES, what);
    return utf8(what, buffer.getInt());
  }

  void end() {
    if (buffer.hasRemaining()) {
      throw corrupt(buffer.remaining() + " bytes too many");
    }
  }

  CorruptCommandException corrupt(String problem) {
    return new CorruptCommandException(problem, buffer.position(), bytes);
  }

  private String utf8(String what, int length) {
    need(length, what);
    ByteBuffer part = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw corrupt(what + " is not UTF-8");
    }
  }

  private void need(int length, String what) {
    if (length < 0 || buffer.remaining() < length) {
      throw corrupt(what + " needs " + length + " bytes, there are " + buffer.remaining());
    }
  }
}
