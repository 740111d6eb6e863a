package chat.node.grpc;

import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A method of the clients' API, over raw bytes, so that a call can be passed on unread.
 *
 * @param mutation whether the call may change something, so that a lost answer leaves it unknown
 * @param forwards whether another node may answer in this one's place
 * @param endless whether it goes on for as long as it takes, so that no deadline is set for it
 * @param farewell the last word of a broken stream, made from its last message
 */
record Method(
    MethodDescriptor<byte[], byte[]> descriptor,
    boolean mutation,
    boolean forwards,
    boolean endless,
    Optional<BiFunction<Farewell, byte[], byte[]>> farewell,
    Handler handler) {

  static Method read(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), false, true, false, Optional.empty(), handler);
  }

  static Method mutation(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), true, true, false, Optional.empty(), handler);
  }

  static Method stream(
      MethodDescriptor<?, ?> method,
      BiFunction<Farewell, byte[], byte[]> farewell,
      Handler handler) {
    return new Method(raw(method), false, true, true, Optional.of(farewell), handler);
  }

  /** Many answers that are a whole together: one that breaks is begun again. */
  static Method download(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), false, true, true, Optional.empty(), handler);
  }

  /** Answered by whichever node is asked. */
  static Method local(MethodDescriptor<?, ?> method, Handler handler) {
    return new Method(raw(method), false, false, true, Optional.empty(), handler);
  }

  private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
    return method.toBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER).build();
  }
}
