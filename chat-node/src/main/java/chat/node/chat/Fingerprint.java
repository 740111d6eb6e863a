package chat.node.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 64 bits over what a request asks for, passwords left out: tells a retry from another request
 * under the same id.
 */
public record Fingerprint(long value) {

  /**
   * Over the kind of the request and its fields in order. Neither a password nor anything that the
   * server adds (time, expiry, hash) may be among them. Kept for ever with the request: the same
   * request must give the same fingerprint in every version.
   */
  public static Fingerprint of(String kind, String... fields) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, kind);
      for (String field : fields) {
        add(digest, field);
      }
      return new Fingerprint(ByteBuffer.wrap(digest.digest()).getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** With its length before it, so that no two lists of fields run into the same bytes. */
  private static void add(MessageDigest digest, String field) {
    byte[] utf8 = field.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length));
    digest.update(utf8);
  }
}
