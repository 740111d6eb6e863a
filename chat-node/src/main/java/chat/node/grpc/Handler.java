package chat.node.grpc;

import chat.node.chat.Refusal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.util.concurrent.CompletableFuture;

/** Answers the calls of one method on this node. Must not block the thread that calls it. */
@FunctionalInterface
interface Handler {
  /** Completes when the last answer is given to the sink; fails as {@link Failures#of} knows. */
  CompletableFuture<Void> run(Caller caller, byte[] request, Sink sink);

  /** One request, one answer. */
  @FunctionalInterface
  interface Unary<Q, R> {
    CompletableFuture<R> answer(Caller caller, Q request) throws CallFailure;
  }

  /** One request, many answers; the handler gives them to the sink itself. */
  @FunctionalInterface
  interface Streaming<Q> {
    CompletableFuture<Void> stream(Caller caller, Q request, Sink sink) throws CallFailure;
  }

  static <Q, R extends MessageLite> Handler unary(Parser<Q> parser, Unary<Q, R> unary) {
    return (caller, request, sink) -> {
      try {
        return unary
            .answer(caller, parse(parser, request))
            .thenAccept(answer -> sink.send(answer.toByteArray()));
      } catch (CallFailure e) {
        return CompletableFuture.failedFuture(e);
      }
    };
  }

  static <Q> Handler streaming(Parser<Q> parser, Streaming<Q> streaming) {
    return (caller, request, sink) -> {
      try {
        return streaming.stream(caller, parse(parser, request), sink);
      } catch (CallFailure e) {
        return CompletableFuture.failedFuture(e);
      }
    };
  }

  private static <Q> Q parse(Parser<Q> parser, byte[] request) throws CallFailure {
    try {
      return parser.parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      throw Failures.refused(Refusal.Reason.INVALID_ARGUMENT, "the request can't be read");
    }
  }
}
