package chat.controller.kubernetes;

import chat.view.NodeName;
import chat.view.View;
import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the label on the pod of the newest view's primary, and on no other.
 *
 * <p>It compares what is with what should be, whatever led there: a pod that came back under the
 * same name, and a label that a person moved, are put right, too. In a thread of its own: a view
 * never waits for it.
 */
final class PrimaryLabel implements AutoCloseable {
  /** After a failed patch. */
  static final Duration RETRY = Duration.ofMillis(500);

  /** Without a failure, and where nobody wakes it. */
  static final Duration REFRESH = Duration.ofSeconds(5);

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final KubernetesNames names;
  private final Supplier<SortedMap<NodeName, NodePod>> pods;
  private final ApiCalls calls;
  private final ApiFaults faults;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private volatile @Nullable Wanted wanted;
  private volatile boolean closed;

  /**
   * Where the label belongs, and since when: each change of a label has Kubernetes work on the
   * addresses of a Service. Whoever is labelled meanwhile passes calls on, unless it is gone.
   */
  private record Wanted(NodeName primary, Settling settling) {}

  PrimaryLabel(
      KubernetesClient client,
      KubernetesNames names,
      Supplier<SortedMap<NodeName, NodePod>> pods,
      ApiCalls calls,
      ApiFaults faults) {
    this.client = client;
    this.names = names;
    this.pods = pods;
    this.calls = calls;
    this.faults = faults;
    this.thread = Thread.ofPlatform().name("primary-label").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From now on the label is on this view's primary. Returns at once. */
  void follow(View newest) {
    NodeName primary = newest.primary().name();
    Wanted before = wanted;
    if (before == null || !before.primary().equals(primary)) {
      wanted = new Wanted(primary, Settling.fromNow());
    }
    look();
  }

  /** Another controller sees to it. */
  void leave() {
    wanted = null;
  }

  /** The pods may be others. */
  void look() {
    news.release();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Duration rest = see();
        if (news.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // Closed: nobody else interrupts this thread.
    }
  }

  /** Sees to the label once it may be; for how long nothing needs that. */
  private Duration see() {
    Wanted now = wanted;
    if (now == null) {
      return REFRESH;
    }
    Duration early = now.settling().rest();
    if (early.isPositive()) {
      return early;
    }
    return reconcile(now.primary()) ? REFRESH : RETRY;
  }

  /** First the primary gets it, then the others lose it: a Service never selects nobody between. */
  private boolean reconcile(NodeName primary) {
    SortedMap<NodeName, NodePod> now = pods.get();
    NodePod leading = now.get(primary);
    boolean done = leading == null || leading.labelled() || patch(leading, "\"true\"");
    for (NodePod pod : now.values()) {
      if (!pod.name().equals(primary) && pod.labelled()) {
        done &= patch(pod, "null");
      }
    }
    return done;
  }

  /** The uid makes the patch fail where the name is another pod's by now. */
  private boolean patch(NodePod pod, String value) {
    String patch =
        "{\"metadata\":{\"uid\":\"%s\",\"labels\":{\"%s\":%s}}}"
            .formatted(pod.uid(), NodePod.PRIMARY_LABEL, value);
    try {
      // Given an object, the client patches without reading first, which it may not.
      Pod named =
          new PodBuilder()
              .withNewMetadata()
              .withNamespace(names.namespace())
              .withName(pod.name().value())
              .endMetadata()
              .build();
      var _ = calls.call(() -> client.resource(named).patch(MERGE, patch));
      faults.answered(ApiPart.LABELS);
      return true;
    } catch (KubernetesClientException e) {
      if (!closed) {
        faults.failed(ApiPart.LABELS, pod.name() + ": " + ApiCalls.reason(e));
      }
      return false;
    }
  }
}
