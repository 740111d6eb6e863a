package chat.node.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.inject.Singleton;

/**
 * The server of the peer port, as far as it is ours to shape: once the node has stopped, it takes
 * no call. The framework takes its beans down before it closes the port, and peers try to link
 * again within milliseconds; their calls would fail where they look for a bean, with a stack trace
 * each. So this stands before the framework's own interceptors, at the server and not at a service.
 */
@Singleton
public final class PeerPort
    implements ServerBuilderCustomizer<VertxServerBuilder>, ServerInterceptor {
  private volatile boolean shut;

  /** From now on calls are refused with {@code UNAVAILABLE}; those that run go on. Any thread. */
  public void shut() {
    shut = true;
  }

  @Override
  public void customize(GrpcServerConfiguration configuration, VertxServerBuilder server) {
    server.intercept(this);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!shut) {
      return next.startCall(call, headers);
    }
    call.close(Status.UNAVAILABLE.withDescription("this node has stopped"), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
