package chat.node.grpc;

import chat.proto.chat.v1.GoAway;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

/** Why the node ends a subscription; the client goes on with the cursor. */
enum Farewell {
  NOT_PRIMARY,
  ENDING,
  SLOW_READER,
  SESSION_INVALID,
  LINK_LOST,
  AGED,
  /** The node can't prove that it still leads, so it can't say that the client has everything. */
  NO_READ_BARRIER;

  SubscribeResponse with(ByteString cursor) {
    return SubscribeResponse.newBuilder()
        .setGoAway(GoAway.newBuilder().setReason(name()))
        .setCursor(cursor)
        .build();
  }

  /** The last word of a forwarded subscription, with the cursor of its last message. */
  byte[] after(byte[] lastMessage) {
    try {
      return with(SubscribeResponse.parseFrom(lastMessage).getCursor()).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the primary sent an event that can't be read", e);
    }
  }
}
