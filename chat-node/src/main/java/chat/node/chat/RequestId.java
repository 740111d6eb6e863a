package chat.node.chat;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Made by the client, 16 bytes, one for each mutation and all its retries. */
public record RequestId(UUID value) {
  public static final int BYTES = 16;

  /** From the 16 bytes of the wire. */
  public static RequestId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a request id has 16 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new RequestId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
