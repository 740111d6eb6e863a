package chat.controller.app;

import chat.controller.coordinator.Decision;
import chat.controller.host.LoopJournal;
import chat.view.Epoch;
import chat.view.Rev;
import chat.view.View;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Says what the loop does: one log line per change, and metrics. */
final class ControllerJournal implements LoopJournal {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  private final MeterRegistry metrics;
  private final AtomicLong epoch;
  private final AtomicLong rev;
  private final BooleanSupplier elected;
  private boolean wasElected;
  private @Nullable String lastFailure;

  ControllerJournal(MeterRegistry metrics, BooleanSupplier elected) {
    this.metrics = metrics;
    this.elected = elected;
    this.epoch = metrics.gauge("chat.view.epoch", new AtomicLong());
    this.rev = metrics.gauge("chat.view.rev", new AtomicLong());
  }

  @Override
  public void read(Optional<View> view) {
    if (lastFailure != null) {
      LOG.info("view-store=back");
      lastFailure = null;
    }
    boolean isElected = elected.getAsBoolean();
    if (isElected != wasElected) {
      wasElected = isElected;
      LOG.infof("elected=%s", isElected);
    }
    epoch.set(view.map(View::epoch).orElse(Epoch.ZERO).value());
    rev.set(view.map(View::rev).orElse(Rev.ZERO).value());
  }

  @Override
  public void decided(Optional<View> view, Decision decision) {
    String at = view.map(v -> "epoch=" + v.epoch() + " rev=" + v.rev()).orElse("epoch=0 rev=0");
    switch (decision) {
      case Decision.FirstView(View next) -> {
        count("first-view");
        LOG.infof("decision=first-view %s inSync=%s", at, next.inSync());
      }
      case Decision.Promote(View next, String reason) -> {
        count("promote");
        LOG.infof("decision=promote %s to=%s reason=\"%s\"", at, next.primary().name(), reason);
      }
      case Decision.Wait(String reason) -> {
        count("wait");
        LOG.infof("decision=wait %s reason=\"%s\"", at, reason);
      }
      case Decision.Nothing() -> {
        count("nothing");
        LOG.infof(
            "decision=nothing %s primary=%s",
            at, view.map(v -> v.primary().name().value()).orElse(""));
      }
    }
  }

  private void count(String decision) {
    metrics.counter("chat.controller.decisions", "decision", decision).increment();
  }

  @Override
  public void leftToTheHolder(View next) {
    LOG.infof(
        "left-to-the-elected-controller epoch=%s rev=%s primary=%s",
        next.epoch(), next.rev(), next.primary().name());
  }

  @Override
  public void stored(Optional<View> before, View view, String why, Duration took) {
    metrics.counter("chat.controller.views.stored").increment();
    if (before.isPresent()) {
      metrics.counter("chat.controller.promotions").increment();
      metrics.timer("chat.controller.failover").record(took);
    }
    LOG.infof(
        "stored epoch=%s rev=%s primary=%s tookMillis=%d",
        view.epoch(), view.rev(), view.primary().name(), took.toMillis());
  }

  @Override
  public void notStored(View attempted, boolean known) {
    String outcome = known ? "conflict" : "unknown";
    metrics.counter("chat.controller.views.not.stored", "outcome", outcome).increment();
    LOG.infof("not-stored outcome=%s rev=%s", outcome, attempted.rev());
  }

  @Override
  public void storeFailed(Exception failure) {
    metrics.counter("chat.controller.store.failures").increment();
    String said = String.valueOf(failure.getMessage());
    if (!said.equals(lastFailure)) {
      LOG.warnf("view-store=failed reason=\"%s\"", said);
      lastFailure = said;
    }
  }
}
