package chat.e2e.k3s;

import chat.e2e.client.Condition;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The chart, installed by Helm in a namespace that takes restricted pods only. */
final class Installation implements AutoCloseable {
  /** Longer than any correct run waits for anything. */
  static final long PATIENCE_MILLIS = 300_000;

  static final int NODES = 3;
  private static final String NAME = "chat";
  private static final String NAMESPACE = "chat";
  private static final int CLIENTS_PORT = 7400;

  private final K3s k3s;
  private final String tag;
  private final Path chart;
  private final List<LocalPortForward> forwards = new ArrayList<>();

  Installation(K3s k3s, Path repository, String tag) {
    this.k3s = k3s;
    this.tag = tag;
    this.chart = repository.resolve("helm/chat");
    client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  private KubernetesClient client() {
    return k3s.client();
  }

  void install() {
    new Helm(chart)
        .install()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfigContents(k3s.kubeconfig())
        .set("image.tag", tag)
        .call();
  }

  void upgrade(String key, String value) {
    new Helm(chart)
        .upgrade()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfigContents(k3s.kubeconfig())
        .reuseValues()
        .set(key, value)
        .call();
  }

  /** {@code helm test}; fails where a pod of it does. */
  void test() {
    Helm.test(NAME).withNamespace(NAMESPACE).withKubeConfigContents(k3s.kubeconfig()).call();
  }

  /** Removes the release, and waits until nothing of it runs. */
  void uninstall() {
    Helm.uninstall(NAME).withNamespace(NAMESPACE).withKubeConfigContents(k3s.kubeconfig()).call();
    await("no pods", () -> client().pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
  }

  void scale(int nodes) {
    client().apps().statefulSets().inNamespace(NAMESPACE).withName(NAME).scale(nodes);
  }

  int replicas() {
    return nodeSet().getSpec().getReplicas();
  }

  private StatefulSet nodeSet() {
    return client().apps().statefulSets().inNamespace(NAMESPACE).withName(NAME).require();
  }

  /**
   * Also waits until no rollout is under way: all may be ready for a moment between two restarts.
   */
  void awaitReady(int nodes) {
    await(
        nodes + " nodes ready, and no other",
        () ->
            isRolledOut(nodeSet())
                && nodes().size() == nodes
                && nodes().stream().allMatch(Readiness::isPodReady));
  }

  private static boolean isRolledOut(StatefulSet set) {
    StatefulSetStatus status = set.getStatus();
    return set.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && status.getUpdateRevision().equals(status.getCurrentRevision());
  }

  /** The pod that has the label of the primary. */
  Pod primary() {
    await("one pod labelled as primary", () -> labelled().size() == 1);
    return labelled().getFirst();
  }

  private List<Pod> labelled() {
    return nodes().stream()
        .filter(pod -> "true".equals(pod.getMetadata().getLabels().get("chat.primary")))
        .toList();
  }

  /** As {@code kubectl delete pod --now}; waits until another pod of that name is there. */
  void replace(Pod pod) {
    String name = pod.getMetadata().getName();
    client().resource(pod).withGracePeriod(1).delete();
    await(
        name + " replaced",
        () ->
            nodes().stream()
                .anyMatch(
                    now ->
                        now.getMetadata().getName().equals(name)
                            && !now.getMetadata().getUid().equals(pod.getMetadata().getUid())));
  }

  List<Pod> nodes() {
    return client()
        .pods()
        .inNamespace(NAMESPACE)
        .withLabels(
            Map.of("app.kubernetes.io/instance", NAME, "app.kubernetes.io/component", "node"))
        .list()
        .getItems();
  }

  Map<String, String> view() {
    return client()
        .configMaps()
        .inNamespace(NAMESPACE)
        .withName(NAME + "-view")
        .require()
        .getData();
  }

  /** What a command in a pod prints. */
  String exec(Pod pod, String... command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ExecWatch watch = client().pods().resource(pod).writingOutput(out).exec(command)) {
      watch.exitCode().get(1, TimeUnit.MINUTES);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Opens a forward to every node; the addresses stay, for a forward is to a pod's name and each
   * connection is a new one.
   */
  List<String> forward() {
    for (int i = 0; i < NODES; i++) {
      forwards.add(
          client()
              .pods()
              .inNamespace(NAMESPACE)
              .withName(NAME + "-" + i)
              .portForward(CLIENTS_PORT));
    }
    return forwards.stream().map(forward -> "127.0.0.1:" + forward.getLocalPort()).toList();
  }

  private void await(String what, java.util.function.BooleanSupplier holds) {
    Condition.await(what, PATIENCE_MILLIS, holds, this::describe);
  }

  /** Pods and what the nodes and the controller said last. */
  private String describe() {
    StringBuilder all = new StringBuilder();
    for (Pod pod : client().pods().inNamespace(NAMESPACE).list().getItems()) {
      all.append(pod.getMetadata().getName())
          .append(" ")
          .append(pod.getStatus().getPhase())
          .append(Readiness.isPodReady(pod) ? " ready" : " not ready")
          .append("\n")
          .append(log(pod));
    }
    return all.toString();
  }

  private String log(Pod pod) {
    try {
      return client().pods().resource(pod).tailingLines(40).getLog();
    } catch (RuntimeException e) {
      return "no log: " + e.getMessage() + "\n";
    }
  }

  @Override
  public void close() throws Exception {
    for (LocalPortForward forward : forwards) {
      forward.close();
    }
  }
}
