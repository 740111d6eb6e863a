package chat.node.grpc;

import chat.node.chat.Refusal;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/** Where a list goes on, in bytes that a client gives back unread: a position. */
final class Page {
  private Page() {}

  static ByteString of(long position) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, position));
  }

  /** The position, or this where the client begins. */
  static long parse(ByteString page, long beginning) throws CallFailure {
    if (page.isEmpty()) {
      return beginning;
    }
    if (page.size() != Long.BYTES) {
      throw Failures.refused(
          Refusal.Reason.CURSOR_INVALID, "the page isn't one that this list gave out");
    }
    return page.asReadOnlyByteBuffer().getLong();
  }
}
