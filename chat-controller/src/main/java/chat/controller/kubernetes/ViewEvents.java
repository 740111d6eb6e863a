package chat.controller.kubernetes;

import chat.view.kubernetes.ApiCalls;
import chat.view.kubernetes.StatefulSetFacts;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Notes as Events of the StatefulSet, where {@code kubectl describe} and {@code kubectl get events}
 * show them: core/v1 with its first and last time and its count, which both sort and print.
 *
 * <p>An Event is named by its note's key, so several controllers, or one after a restart, make one.
 * In a thread of its own: who has something to tell never waits.
 */
final class ViewEvents implements AutoCloseable {
  /** Notes beyond these are dropped, and counted. */
  static final int QUEUE_LIMIT = 64;

  /** After a failure; the note stays the first. */
  static final Duration RETRY = Duration.ofSeconds(1);

  /** How long an end waits for what is still to be told. */
  static final Duration LAST_WORDS = Duration.ofSeconds(1);

  static final String COMPONENT = "chat-controller";
  private static final int TEXT_LIMIT = 1024;

  /** With these the API server will never take it. */
  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 405, 413, 422);

  /** A note and when it was true, by the wall clock, for people. */
  private record Dated(ViewNote note, Instant at, Settling settling) {}

  private final KubernetesClient client;
  private final KubernetesNames names;
  private final ApiCalls calls;
  private final ApiFaults faults;
  private final Map<String, Integer> counts = new HashMap<>();
  private final ThreadPoolExecutor teller =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE_LIMIT),
          Thread.ofPlatform().name("events").daemon().factory());

  ViewEvents(KubernetesClient client, KubernetesNames names, ApiCalls calls, ApiFaults faults) {
    this.client = client;
    this.names = names;
    this.calls = calls;
    this.faults = faults;
  }

  /** Tells it soon. Returns at once. */
  void tell(ViewNote note) {
    Dated dated = new Dated(note, Instant.now(), Settling.fromNow());
    try {
      teller.execute(() -> publishAtLast(dated));
    } catch (RejectedExecutionException e) {
      faults.dropped(ApiPart.EVENTS, note.reason().word() + ": too many wait");
    }
  }

  @Override
  public void close() {
    teller.shutdown();
    try {
      if (!teller.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        teller.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishAtLast(Dated dated) {
    try {
      Thread.sleep(dated.settling().rest()); // Not at all where it is below zero.
      while (!isToldOrGivenUp(dated)) {
        Thread.sleep(RETRY);
      }
    } catch (InterruptedException e) {
      // Closed, and out of time.
    }
  }

  private boolean isToldOrGivenUp(Dated next) {
    try {
      publish(next);
      faults.answered(ApiPart.EVENTS);
      return true;
    } catch (KubernetesClientException e) {
      if (REFUSED.contains(e.getCode())) {
        faults.dropped(ApiPart.EVENTS, next.note().reason().word() + ": " + ApiCalls.reason(e));
        return true;
      }
      faults.failed(ApiPart.EVENTS, ApiCalls.reason(e));
      return false;
    }
  }

  private void publish(Dated dated) {
    Event event = event(dated, uidOfStatefulSet());
    try {
      var _ = calls.call(() -> client.resource(event).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      if (dated.note().isRepeated()) {
        repeat(event);
      }
    }
  }

  private String uidOfStatefulSet() {
    String name = names.statefulSet();
    return calls
        .call(() -> StatefulSetFacts.read(client, names.namespace(), name))
        .orElseThrow(() -> new KubernetesClientException("there is no StatefulSet " + name))
        .uid();
  }

  /** It stands there: with what is true now, and once more. */
  private void repeat(Event event) {
    Event again =
        new EventBuilder()
            .withMessage(event.getMessage())
            .withLastTimestamp(event.getLastTimestamp())
            .withCount(counts.merge(event.getMetadata().getName(), 2, (old, _) -> old + 1))
            .build();
    var _ =
        calls.call(
            () ->
                client
                    .v1()
                    .events()
                    .inNamespace(names.namespace())
                    .withName(event.getMetadata().getName())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), again));
  }

  private Event event(Dated dated, String uid) {
    ViewNote note = dated.note();
    String at = dated.at().truncatedTo(ChronoUnit.SECONDS).toString();
    String text = note.text();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(names.namespace())
        .withName(names.statefulSet() + "." + uid.substring(0, 8) + "." + note.key())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(StatefulSetFacts.API_VERSION)
        .withKind(StatefulSetFacts.KIND)
        .withNamespace(names.namespace())
        .withName(names.statefulSet())
        .withUid(uid)
        .endInvolvedObject()
        .withType(note.reason().type())
        .withReason(note.reason().word())
        .withMessage(text.length() > TEXT_LIMIT ? text.substring(0, TEXT_LIMIT) : text)
        .withNewSource(COMPONENT, null)
        .withReportingComponent(COMPONENT)
        .withReportingInstance(names.identity())
        .withFirstTimestamp(at)
        .withLastTimestamp(at)
        .withCount(1)
        .build();
  }
}
