package chat.node.grpc;

import chat.node.host.Replication;
import chat.node.host.Replication.Leader;
import chat.node.host.Replication.NodeState;
import chat.node.host.WaitingBudget;
import chat.view.NodeName;
import chat.view.View;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.List;
import java.util.Optional;

/** Takes every call of the API in, and knows where calls go now. */
final class CallRouter {
  private final NodeName self;
  private final Replication replication;
  private final CallLimits limits;
  private final Forwarding forwarding;
  private final Waiting waiting;
  private final SlowAnswers slowAnswers;
  private final WaitingBudget open;
  private volatile boolean ending;

  CallRouter(
      NodeName self,
      Replication replication,
      CallLimits limits,
      Forwarding forwarding,
      Waiting waiting,
      SlowAnswers slowAnswers,
      WaitingBudget open) {
    this.self = self;
    this.replication = replication;
    this.limits = limits;
    this.forwarding = forwarding;
    this.waiting = waiting;
    this.slowAnswers = slowAnswers;
    this.open = open;
  }

  /** The service, with its schema for reflection, answered by these methods. */
  ServerServiceDefinition service(ServiceDescriptor descriptor, List<Method> methods) {
    var raw =
        ServiceDescriptor.newBuilder(descriptor.getName())
            .setSchemaDescriptor(descriptor.getSchemaDescriptor());
    methods.forEach(method -> raw.addMethod(method.descriptor()));
    var service = ServerServiceDefinition.builder(raw.build());
    methods.forEach(method -> service.addMethod(method.descriptor(), handlerOf(method)));
    return service.build();
  }

  private ServerCallHandler<byte[], byte[]> handlerOf(Method method) {
    return (ServerCall<byte[], byte[]> call, Metadata headers) -> {
      Caller caller =
          Caller.of(
              headers,
              Context.current(),
              call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
              forwarding.tokens());
      // Two, not one: the end of the request is only seen by asking past its message.
      call.request(2);
      return new RoutedCall(call, method, caller, this);
    };
  }

  /** Asked again for each attempt: a node may hear from its cluster while a call waits. */
  Route route(Method method, Caller caller) {
    Optional<Failure> foreign =
        replication.state().view().flatMap(view -> caller.foreignTo(view.clusterId().value()));
    if (foreign.isPresent()) {
      return new Route.Foreign(foreign.get());
    }
    if (!method.forwards()) {
      return new Route.Here();
    }
    return Route.choose(self, replication.state(), caller.forwarded());
  }

  String missing() {
    return Route.missing(self, replication.state());
  }

  /**
   * Role, view, leader or serving changed: calls that wait go on, those sent to another epoch
   * return.
   */
  void stateChanged(NodeState state) {
    state
        .leader()
        .map(Leader::epoch)
        .or(() -> state.view().map(View::epoch))
        .ifPresent(forwarding::epochSeen);
    waiting.changed();
  }

  /** Calls that wait are turned away from now on. */
  void end() {
    ending = true;
    waiting.changed();
  }

  boolean isEnding() {
    return ending;
  }

  CallLimits limits() {
    return limits;
  }

  Forwarding forwarding() {
    return forwarding;
  }

  SlowAnswers slowAnswers() {
    return slowAnswers;
  }

  Waiting waiting() {
    return waiting;
  }

  /** What open calls may hold, wherever each waits. */
  WaitingBudget open() {
    return open;
  }
}
