package chat.controller.app;

import chat.controller.coordinator.Contact;
import chat.controller.grpc.GrpcNodeProbes;
import chat.controller.grpc.Introduction;
import chat.controller.grpc.ProbeTimes;
import chat.controller.host.ControlLoop;
import chat.controller.host.LoopJournal;
import chat.controller.host.LoopTimes;
import chat.view.ClusterId;
import chat.view.ViewStoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the parts together at start, and ends them at SIGTERM: loop, election, probes, place. */
@ApplicationScoped
public class ControllerProcess {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  /** How long a turn may take: all its attempts, each of them at a store that hangs. */
  private static final Duration TURN_LIMIT = Duration.ofSeconds(20);

  private final ControllerSettings settings;
  private final MeterRegistry metrics;
  private volatile @Nullable ControlLoop loop;
  private volatile @Nullable Place place;

  ControllerProcess(ControllerSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    try {
      run(place());
    } catch (ViewStoreException | IllegalArgumentException e) {
      LOG.errorf("the controller can't start: %s", e.getMessage());
      Quarkus.asyncExit(1);
    }
  }

  private Place place() throws ViewStoreException {
    Optional<Path> file = settings.view().file();
    Optional<String> configMap = settings.view().configmap();
    if (file.isPresent() == configMap.isPresent()) {
      throw new IllegalArgumentException(
          "set one of chat.view.file (one machine) and chat.view.configmap (Kubernetes)");
    }
    return configMap.isPresent()
        ? new KubernetesPlace(configMap.get(), settings, new ReportedFaults(metrics))
        : new LocalPlace(file.get(), settings);
  }

  private void run(Place here) {
    ControllerSettings.Controller own = settings.controller();
    GrpcNodeProbes probes =
        new GrpcNodeProbes(
            here::nodes, new ProbeTimes(own.interval(), own.silence()), introduction());
    List<LoopJournal> journals = new ArrayList<>();
    journals.add(new ControllerJournal(metrics, here.election()::isHolder));
    here.journal().ifPresent(journals::add);
    ControlLoop started =
        new ControlLoop(
            here.views(),
            probes,
            here.initialMembers(),
            here.election(),
            new LoopTimes(own.interval(), here.recheck(), own.patience()),
            () -> new ClusterId(UUID.randomUUID().toString()),
            LoopJournal.all(journals));
    measure(started, here, probes);
    place = here;
    loop = started;
    here.start(probes::look);
    started.start();
  }

  private Introduction introduction() {
    return new Introduction(
        settings.controller().identity().orElse(""),
        Optional.ofNullable(ControllerProcess.class.getPackage().getImplementationVersion())
            .orElse(""));
  }

  private void measure(ControlLoop started, Place here, GrpcNodeProbes probes) {
    for (Class<?> look : Contact.class.getPermittedSubclasses()) {
      metrics.gauge(
          "chat.controller.nodes." + look.getSimpleName().toLowerCase(Locale.ROOT),
          probes,
          all -> all.current().values().stream().filter(look::isInstance).count());
    }
    metrics.gauge(
        "chat.controller.turn.age.seconds",
        started,
        turning -> turning.sinceLastTurn().toMillis() / 1000.0);
    metrics.gauge(
        "chat.controller.elected", here.election(), election -> election.isHolder() ? 1 : 0);
  }

  void stop(@Observes ShutdownEvent event) {
    ControlLoop running = loop;
    if (running != null) {
      running.close();
    }
    Place here = place;
    if (here != null) {
      here.close();
    }
  }

  /** How long ago the loop turned; empty where it never began. */
  Optional<Duration> sinceLastTurn() {
    return Optional.ofNullable(loop).map(ControlLoop::sinceLastTurn);
  }

  /** Whether it has learned yet which nodes there are. */
  boolean knowsNodes() {
    Place here = place;
    return here != null && here.knowsNodes();
  }

  /** How long a turn and the pause before it may take. */
  Duration turnLimit() {
    return settings.controller().interval().plus(TURN_LIMIT);
  }
}
