package chat.node.replica;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What an entry carries: opaque bytes to the protocol. Never changed after it was made; the array
 * is handed over, not copied. Empty: the no-op that starts an epoch.
 */
public record Payload(byte[] bytes) {
  public static final Payload NOOP = new Payload(new byte[0]);

  public boolean isNoop() {
    return bytes.length == 0;
  }

  public int size() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    int shown = Math.min(bytes.length, 8);
    return bytes.length + " bytes " + HexFormat.of().formatHex(bytes, 0, shown);
  }
}
