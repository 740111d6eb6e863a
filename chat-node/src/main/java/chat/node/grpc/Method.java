package chat.node.grpc;

import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.Function;

/**
 * A method of the clients' API, over raw bytes, so that a call can be passed on unread.
 *
 * @param mutation whether the call may change something, so that a lost answer leaves it unknown
 * @param forwards whether another node may answer in this one's place
 * @param farewell the last word of a broken stream, made from its last message
 */
record Method(
    MethodDescriptor<byte[], byte[]> descriptor,
    boolean mutation,
    boolean forwards,
    Optional<Function<byte[], byte[]>> farewell,
    Handler handler) {

  static Method read(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), false, true, Optional.empty(), handler);
  }

  static Method mutation(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), true, true, Optional.empty(), handler);
  }

  static Method stream(
      MethodDescriptor<?, ?> method, Function<byte[], byte[]> farewell, Handler handler) {
    return new Method(raw(method), false, true, Optional.of(farewell), handler);
  }

  /** Answered by whichever node is asked. */
  static Method local(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), false, false, Optional.empty(), handler);
  }

  private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
    return method.toBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER).build();
  }
}
