package chat.controller.app;

import chat.controller.coordinator.Contact;
import chat.controller.grpc.GrpcNodeProbes;
import chat.controller.grpc.ProbeTimes;
import chat.controller.host.ControlLoop;
import chat.controller.local.NodeList;
import chat.view.ClusterId;
import chat.view.FileViewStore;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts the parts together at start, and ends them at SIGTERM: loop, watch, probes, store. */
@ApplicationScoped
public class ControllerProcess {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  private final ControllerSettings settings;
  private final MeterRegistry metrics;
  private volatile @Nullable ControlLoop loop;
  private @Nullable ViewStore store;

  ControllerProcess(ControllerSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    try {
      run();
    } catch (ViewStoreException | IllegalArgumentException e) {
      LOG.errorf("the controller can't start: %s", e.getMessage());
      Quarkus.asyncExit(1);
    }
  }

  private void run() throws ViewStoreException {
    NodeList nodes =
        new NodeList(settings.nodes().list().orElse(List.of()), settings.nodes().file());
    ProbeTimes times =
        new ProbeTimes(settings.controller().interval(), settings.controller().silence());
    FileViewStore views = new FileViewStore(settings.view().file());
    GrpcNodeProbes probes = new GrpcNodeProbes(new ReportedNodes(nodes), times);
    ControlLoop started =
        new ControlLoop(
            views,
            probes,
            settings.initial().members(),
            times.interval(),
            () -> new ClusterId(UUID.randomUUID().toString()),
            new ControllerJournal(metrics));
    for (Class<?> look : Contact.class.getPermittedSubclasses()) {
      metrics.gauge(
          "chat.controller.nodes." + look.getSimpleName().toLowerCase(Locale.ROOT),
          probes,
          all -> all.current().values().stream().filter(look::isInstance).count());
    }
    store = views;
    loop = started;
    started.start();
  }

  void stop(@Observes ShutdownEvent event) {
    ControlLoop running = loop;
    if (running != null) {
      running.close();
    }
    if (store != null) {
      store.close();
    }
  }

  /** How long ago the loop turned; empty where it never began. */
  Optional<Duration> sinceLastTurn() {
    return Optional.ofNullable(loop).map(ControlLoop::sinceLastTurn);
  }

  /** How long a turn may take, all of a slow disk's patience included. */
  Duration turnLimit() {
    return settings.controller().interval().plusSeconds(10);
  }
}
