package chat.node.app;

import chat.node.grpc.PeerPort;
import chat.node.grpc.PeerServices;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Where the framework meets the node: the peer port's services, health, metrics, the page. */
@Singleton
public class Edge {
  @Produces
  @Singleton
  PeerServices peerServices() {
    return Main.node().peerServices();
  }

  void metrics(@Observes StartupEvent event, MeterRegistry registry) {
    NodeMetrics.observe(Main.node(), registry);
  }

  /**
   * The first thing that the framework does when it is told to end, with all its ports open still:
   * it waits here until the node handed over, left and closed. Whoever ends beside the framework
   * instead is cut off by it.
   */
  void stop(@Observes ShutdownEvent event, PeerPort peerPort) {
    Main.node().stop();
    peerPort.shut();
    PortNoise.portsClose();
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

  @Produces
  @Liveness
  HealthCheck live() {
    return () -> response("loop turns", Main.node().health().isLive());
  }

  @Produces
  @Readiness
  HealthCheck ready() {
    return () -> response("in sync", Main.node().health().isReady());
  }

  @Produces
  @Startup
  HealthCheck started() {
    return () -> response("disk recovered", Main.node().health().isStarted());
  }

  private static HealthCheckResponse response(String name, boolean holds) {
    Health health = Main.node().health();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named(name)
            .status(holds)
            .withData("role", health.state().role().name())
            .withData("applied", health.state().appliedIndex());
    health.reason().ifPresent(reason -> response.withData("reason", reason));
    return response.build();
  }
}
