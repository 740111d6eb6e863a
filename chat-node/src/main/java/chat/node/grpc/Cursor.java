package chat.node.grpc;

import chat.node.chat.Refusal;
import chat.view.ClusterId;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where a subscription goes on: behind this position, in this history of the cluster. Opaque to
 * clients: a version, the length of the cluster's id, the id, the position.
 */
record Cursor(ClusterId cluster, long position) {
  private static final byte VERSION = 1;

  Cursor at(long newPosition) {
    return new Cursor(cluster, newPosition);
  }

  ByteString bytes() {
    byte[] id = cluster.value().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer buffer = ByteBuffer.allocate(2 + id.length + Long.BYTES);
    buffer.put(VERSION).put((byte) id.length).put(id).putLong(position).flip();
    return ByteString.copyFrom(buffer);
  }

  static Cursor parse(ByteString bytes) throws CallFailure {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    if (buffer.remaining() < 2 || buffer.get() != VERSION) {
      throw garbage();
    }
    int length = buffer.get();
    if (length < 1 || buffer.remaining() != length + Long.BYTES) {
      throw garbage();
    }
    byte[] id = new byte[length];
    buffer.get(id);
    long position = buffer.getLong();
    try {
      if (position >= 0) {
        return new Cursor(new ClusterId(new String(id, StandardCharsets.US_ASCII)), position);
      }
    } catch (IllegalArgumentException e) {
      throw garbage();
    }
    throw garbage();
  }

  static CallFailure garbage() {
    return Failures.refused(
        Refusal.Reason.CURSOR_INVALID, "the cursor isn't one that this cluster gave out");
  }
}
