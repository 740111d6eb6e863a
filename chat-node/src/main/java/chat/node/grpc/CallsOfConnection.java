package chat.node.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Bounds the calls on one connection, of every service. Those that another node passes on share its
 * connection and are bounded where they came in.
 */
final class CallsOfConnection implements ServerInterceptor {
  private static final Failure FULL =
      new Failure.Limited("more calls at one time than a connection takes", Duration.ofSeconds(1));

  private final Slots<SocketAddress> places;
  private final ForwardTokens tokens;

  CallsOfConnection(int each, ForwardTokens tokens) {
    this.tokens = tokens;
    this.places = new Slots<>(Integer.MAX_VALUE, each);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (tokens.proves(headers)) {
      return next.startCall(call, headers);
    }
    CompletableFuture<Void> end = new CompletableFuture<>();
    var remote = Optional.ofNullable(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    if (places.hold(remote, FULL, () -> end).isCompletedExceptionally()) {
      Errors.Told error = Errors.tell(FULL);
      call.close(error.status(), error.trailers());
      return new ServerCall.Listener<>() {};
    }
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onComplete() {
        end.complete(null);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        end.complete(null);
        super.onCancel();
      }
    };
  }
}
