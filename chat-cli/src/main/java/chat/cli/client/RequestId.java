package chat.cli.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;

/** One mutation and all its retries. */
public record RequestId(UUID value) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

  public static RequestId random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return of(bytes);
  }

  /** Always the same for the same line of the same batch: running a batch again repeats it. */
  public static RequestId ofLine(String batch, long lineNumber) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(batch.getBytes(StandardCharsets.UTF_8));
      digest.update(ByteBuffer.allocate(1 + Long.BYTES).put((byte) 0).putLong(lineNumber).array());
      return of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static RequestId of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new RequestId(new UUID(buffer.getLong(), buffer.getLong()));
  }

  byte[] bytes() {
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
