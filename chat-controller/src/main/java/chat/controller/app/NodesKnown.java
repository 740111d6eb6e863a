package chat.controller.app;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: it has learned which nodes there are. One that stands by is as ready as the elected. */
@Readiness
@ApplicationScoped
class NodesKnown implements HealthCheck {
  private final ControllerProcess process;

  NodesKnown(ControllerProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("nodes known").status(process.knowsNodes()).build();
  }
}
