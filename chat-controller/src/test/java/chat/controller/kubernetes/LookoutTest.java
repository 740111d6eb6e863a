package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without an API server: what it says and doesn't say comes from the test. */
class LookoutTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final ApiCalls calls = new ApiCalls(Duration.ofSeconds(10));
  private final RecordedFaults faults = new RecordedFaults();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicReference<Watcher<String>> watcher = new AtomicReference<>();
  private Lookout<String> lookout = lookout(this::open, () -> NEVER);

  private Lookout<String> lookout(Function<Watcher<String>, Watch> opening, Lookout.Look look) {
    return new Lookout<>(
        ApiPart.PODS,
        Duration.ofMillis(10),
        opening,
        () -> {
          looks.incrementAndGet();
          return look.look();
        },
        calls,
        faults);
  }

  private Watch open(Watcher<String> ear) {
    opened.incrementAndGet();
    watcher.set(ear);
    return () -> {};
  }

  private Watcher<String> openWatcher() {
    return Objects.requireNonNull(watcher.get());
  }

  @AfterEach
  void close() {
    lookout.close();
    calls.close();
  }

  @Test
  void newsIsAReasonToLook() {
    lookout.start();
    await().until(() -> looks.get() == 1);
    openWatcher().eventReceived(Watcher.Action.MODIFIED, "something");
    await().until(() -> looks.get() == 2);
  }

  @Test
  void aWatchThatEndedIsOpenedAgain() {
    lookout.start();
    await().until(() -> looks.get() == 1);
    openWatcher().onClose();
    await().until(() -> opened.get() == 2 && looks.get() == 2);
  }

  @Test
  void withoutAWatchItLooksFromTimeToTime() {
    lookout =
        lookout(
            _ -> {
              throw new KubernetesClientException("nobody is at home");
            },
            () -> NEVER);
    lookout.start();
    await().until(() -> looks.get() >= 2);
    assertThat(faults.failed()).first().asString().contains("nobody is at home");
  }

  @Test
  void aLookThatFailsInAnyWayIsTriedAgain() {
    lookout =
        lookout(
            this::open,
            () -> {
              throw new IllegalStateException("an odd object");
            });
    lookout.start();
    await().until(() -> looks.get() >= 2);
    assertThat(faults.failed()).first().asString().contains("an odd object");
  }
}
