package chat.node.chat;

import java.util.HexFormat;

/**
 * Bytes that are no command of this format: the log is damaged, or a newer version wrote it. The
 * node stops; the message says what was seen and where.
 */
public final class CorruptCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_BYTES = 32;

  CorruptCommandException(String problem, int offset, byte[] bytes) {
    super(
        "%s at byte %d of %d: %s%s"
            .formatted(
                problem,
                offset,
                bytes.length,
                HexFormat.of().formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length)),
                bytes.length > SHOWN_BYTES ? "…" : ""));
  }
}
