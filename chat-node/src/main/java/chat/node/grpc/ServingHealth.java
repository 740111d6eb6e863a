package chat.node.grpc;

import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.GroupServiceGrpc;
import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;

/**
 * The health that clients see: SERVING where calls are answered or forwarded. The status of the
 * cluster is always to be had.
 */
final class ServingHealth {
  private static final List<String> ROUTED =
      List.of(
          HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
          AccountServiceGrpc.SERVICE_NAME,
          DirectoryServiceGrpc.SERVICE_NAME,
          ChatServiceGrpc.SERVICE_NAME,
          GroupServiceGrpc.SERVICE_NAME);

  private final HealthStatusManager manager = new HealthStatusManager();

  ServingHealth() {
    manager.setStatus(ClusterServiceGrpc.SERVICE_NAME, ServingStatus.SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  void show(Route route) {
    ServingStatus status =
        switch (route) {
          case Route.Here _, Route.There _ -> ServingStatus.SERVING;
          case Route.Nowhere _, Route.Elsewhere _, Route.Back _, Route.Foreign _ ->
              ServingStatus.NOT_SERVING;
        };
    ROUTED.forEach(service -> manager.setStatus(service, status));
  }

  void end() {
    manager.enterTerminalState();
  }
}
