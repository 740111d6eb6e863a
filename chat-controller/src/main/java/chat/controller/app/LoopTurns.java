package chat.controller.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/**
 * Live and ready: the loop turned lately. A view store out of reach is no reason to restart, and
 * neither is to stand by while another is elected.
 */
@Liveness
@Readiness
@ApplicationScoped
class LoopTurns implements HealthCheck {
  private final ControllerProcess process;

  LoopTurns(ControllerProcess process) {
    this.process = process;
  }

  @Override
  public HealthCheckResponse call() {
    Optional<Duration> since = process.sinceLastTurn();
    return HealthCheckResponse.named("control loop turns")
        .status(since.isPresent() && since.get().compareTo(process.turnLimit()) <= 0)
        .withData("sinceMillis", since.map(Duration::toMillis).orElse(-1L))
        .build();
  }
}
