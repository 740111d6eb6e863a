package chat.node.app;

import chat.proto.replication.v1.ExchangeRequest;
import chat.view.NodeName;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wires between the peer ports. A wire that is cut carries nothing in either direction, and
 * neither side is told: connections stand, as they do when a network swallows packets.
 */
final class Wires {
  private final Set<String> alone = ConcurrentHashMap.newKeySet();

  /** From now on nothing passes between this node and any other. */
  void cutOff(NodeName node) {
    alone.add(node.value());
  }

  private boolean carries(NodeName to, String from) {
    return !alone.contains(to.value()) && !alone.contains(from);
  }

  /** What stands between the wires and the peer port of this node. */
  ServerInterceptor at(NodeName node) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Stream<Q, A> stream = new Stream<>(node, call);
        return stream.listening(next.startCall(stream, headers));
      }
    };
  }

  /** A call at the peer port of a node; the caller says its name in its first message. */
  private final class Stream<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final NodeName at;
    private volatile String from = "";

    Stream(NodeName at, ServerCall<Q, A> call) {
      super(call);
      this.at = at;
    }

    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> endpoint) {
      return new SimpleForwardingServerCallListener<>(endpoint) {
        @Override
        public void onMessage(Q message) {
          if (message instanceof ExchangeRequest request && request.hasHello()) {
            from = request.getHello().getNode();
          }
          if (carries(at, from)) {
            super.onMessage(message);
          }
        }
      };
    }

    @Override
    public void sendMessage(A message) {
      if (carries(at, from)) {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (carries(at, from)) {
        super.close(status, trailers);
      }
    }
  }
}
