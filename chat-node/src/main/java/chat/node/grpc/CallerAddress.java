package chat.node.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.quarkus.grpc.GlobalInterceptor;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From where a call of the peer port comes, for the service that it goes to. */
@Singleton
@GlobalInterceptor
public final class CallerAddress implements ServerInterceptor {
  private static final Context.Key<@Nullable InetAddress> KEY = Context.key("caller-address");

  /** Of the call that is being begun on this thread. */
  static Optional<InetAddress> current() {
    return Optional.ofNullable(KEY.get());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
            instanceof InetSocketAddress remote
        ? Contexts.interceptCall(
            Context.current().withValue(KEY, remote.getAddress()), call, headers, next)
        : next.startCall(call, headers);
  }
}
