package chat.node.app;

import chat.node.grpc.PeerServices;
import chat.node.host.Replication;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Where the framework meets the node: the peer port's services, health, metrics, the page. */
@Singleton
public class Edge {
  private static final Set<Replication.Role> IN_SERVICE =
      Set.of(Replication.Role.PRIMARY, Replication.Role.BACKUP);

  @Produces
  @Singleton
  PeerServices peerServices() {
    return Main.node().peerServices();
  }

  void metrics(@Observes StartupEvent event, MeterRegistry registry) {
    NodeMetrics.observe(Main.node(), registry);
  }

  void page(@Observes Router router) {
    router
        .get("/")
        .handler(
            request ->
                request
                    .response()
                    .putHeader("content-type", "text/html; charset=utf-8")
                    .putHeader("cache-control", "no-store")
                    .end(StatusPage.of(Main.node())));
  }

  /** Restarting helps: the loop ended. */
  @Produces
  @Liveness
  HealthCheck live() {
    return () -> check("loop", Main.node().loop().state().halted().isEmpty());
  }

  /** In sync and staying: what a rollout has to wait for, and a disruption must not take. */
  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> {
      Replication.NodeState state = Main.node().loop().state();
      return check("in sync", IN_SERVICE.contains(state.role()) && !state.ending());
    };
  }

  /** The disk is open and the loop turns; the first view may wait for other nodes. */
  @Produces
  @Startup
  HealthCheck started() {
    return () -> check("loop", Main.node().loop().state().role() != Replication.Role.HALTED);
  }

  private static HealthCheckResponse check(String name, boolean holds) {
    Replication.NodeState state = Main.node().loop().state();
    return HealthCheckResponse.named(name)
        .status(holds)
        .withData("role", state.role().name())
        .withData("applied", state.appliedIndex())
        .build();
  }
}
