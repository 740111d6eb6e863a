package chat.e2e.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods of one component of a release, as the API server last told. While it can't be reached,
 * what it told last stays: clients go on with the addresses that they have.
 */
public final class Pods implements AutoCloseable {
  private static final int CLIENTS_PORT = 7400;
  private static final int HTTP_PORT = 7402;
  private static final Duration HTTP_PATIENCE = Duration.ofSeconds(20);

  private final SharedIndexInformer<Pod> informer;

  Pods(KubernetesClient client, String namespace, String release, String component) {
    informer =
        client
            .pods()
            .inNamespace(namespace)
            .withLabels(
                Map.of(
                    "app.kubernetes.io/instance",
                    release,
                    "app.kubernetes.io/component",
                    component))
            .inform(new Silent());
  }

  /** By name. */
  public List<Pod> all() {
    return informer.getStore().list().stream().sorted(Comparator.comparing(Pods::name)).toList();
  }

  public Optional<Pod> named(String name) {
    return all().stream().filter(pod -> name(pod).equals(name)).findFirst();
  }

  public Pod get(String name) {
    return named(name).orElseThrow(() -> new IllegalArgumentException("no pod " + name));
  }

  /** Where clients reach them; without those that have no address yet. */
  public List<String> clientAddresses() {
    return all().stream()
        .map(pod -> pod.getStatus().getPodIP())
        .filter(address -> address != null && !address.isEmpty())
        .map(address -> address + ":" + CLIENTS_PORT)
        .toList();
  }

  public List<String> names() {
    return all().stream().map(Pods::name).toList();
  }

  /** What a node says of itself now: the gauge of that name, as its metrics print it. */
  public double metric(String pod, String name) {
    String url = "http://" + get(pod).getStatus().getPodIP() + ":" + HTTP_PORT + "/q/metrics";
    try (HttpClient http = HttpClient.newHttpClient()) {
      String all =
          http.send(
                  HttpRequest.newBuilder(URI.create(url)).timeout(HTTP_PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return all.lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + name + " at " + pod + ":\n" + all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** One line for each, for messages. */
  public String describe() {
    return String.join(
        ", ",
        all().stream()
            .map(
                pod ->
                    name(pod)
                        + " "
                        + pod.getStatus().getPhase()
                        + (isReady(pod) ? " ready" : " not ready")
                        + " on "
                        + machine(pod)
                        + ", restarts "
                        + restarts(pod))
            .toList());
  }

  public static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  public static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  public static String machine(Pod pod) {
    String machine = pod.getSpec().getNodeName();
    return machine == null ? "" : machine;
  }

  public static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
  }

  static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  /** The id by which the container runtime knows the pod's only container. */
  static String containerId(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().getFirst().getContainerID();
    if (id == null || id.isEmpty()) {
      throw new IllegalStateException(name(pod) + " has no container");
    }
    return id.substring(id.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    informer.close();
  }

  /** The store is asked; nobody needs to be told. */
  private static final class Silent implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {}

    @Override
    public void onUpdate(Pod before, Pod now) {}

    @Override
    public void onDelete(Pod pod, boolean unsure) {}
  }
}
