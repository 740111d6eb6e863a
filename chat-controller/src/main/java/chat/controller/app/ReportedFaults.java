package chat.controller.app;

import chat.controller.kubernetes.ApiFaults;
import chat.controller.kubernetes.ApiPart;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Counts the faults of the API server, and says each once: when it begins, and that it is over. */
final class ReportedFaults implements ApiFaults {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  private final MeterRegistry metrics;
  private final Map<ApiPart, String> standing = new ConcurrentHashMap<>();

  ReportedFaults(MeterRegistry metrics) {
    this.metrics = metrics;
    for (ApiPart part : ApiPart.values()) {
      metrics.counter("chat.controller.api.errors", "part", name(part));
      metrics.counter("chat.controller.api.dropped", "part", name(part));
    }
  }

  @Override
  public void failed(ApiPart part, String why) {
    metrics.counter("chat.controller.api.errors", "part", name(part)).increment();
    if (!why.equals(standing.put(part, why))) {
      LOG.warnf("api=failed part=%s reason=\"%s\"", name(part), why);
    }
  }

  @Override
  public void answered(ApiPart part) {
    if (standing.remove(part) != null) {
      LOG.infof("api=back part=%s", name(part));
    }
  }

  @Override
  public void dropped(ApiPart part, String what) {
    metrics.counter("chat.controller.api.dropped", "part", name(part)).increment();
    LOG.warnf("api=dropped part=%s what=\"%s\"", name(part), what);
  }

  private static String name(ApiPart part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
