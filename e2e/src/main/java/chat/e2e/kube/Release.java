package chat.e2e.kube;

import chat.e2e.client.ClusterEye;
import chat.e2e.client.Condition;
import chat.e2e.client.Operator;
import chat.e2e.client.TestClient;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One release of the chart in a namespace of its own. Closing it removes the namespace and all that
 * is in it.
 */
public final class Release implements AutoCloseable {
  /** Longer than any correct run waits for anything; no test depends on how much shorter it is. */
  public static final long PATIENCE_MILLIS = 300_000;

  private static final Duration LIMIT = Duration.ofMillis(PATIENCE_MILLIS);

  /** Of the release; its objects are named after it. */
  public static final String NAME = "chat";

  /** An option of {@link #install} with which every account is an operator. */
  public static final String OPERATORS = "--set-string=nodes.config.chat\\.operators=*";

  private static final String PASSWORD = "correct horse battery staple";

  private final KubeCluster cluster;
  private final String namespace;
  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final Pods nodes;
  private final Pods controllers;
  private final ClusterEye eye;

  /** Makes the namespace, under the strictest standard for its pods; nothing is installed yet. */
  public Release(KubeCluster cluster, String namespace) {
    this(cluster, namespace, () -> KubeCluster.makeNamespace(namespace));
  }

  /** The same, where somebody else makes the namespace: {@code made} is its doing. */
  public Release(KubeCluster cluster, String namespace, Runnable made) {
    this.cluster = cluster;
    this.namespace = namespace;
    made.run();
    kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
    nodes = new Pods(client, namespace, NAME, "node");
    controllers = new Pods(client, namespace, NAME, "controller");
    eye = new ClusterEye(nodes::clientAddresses);
  }

  public String namespace() {
    return namespace;
  }

  public KubernetesClient client() {
    return client;
  }

  public Pods nodes() {
    return nodes;
  }

  public Pods controllers() {
    return controllers;
  }

  public ClusterEye eye() {
    return eye;
  }

  /**
   * {@code helm install}, with the chart's own values but for these and the operators: every
   * account is one, as the comparison of the replicas' hashes needs one.
   */
  public void install(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains(OPERATORS)) {
      all.add(OPERATORS);
    }
    helm("install", all.toArray(String[]::new));
  }

  public void upgrade(String... options) {
    helm("upgrade", options);
  }

  public void uninstall() {
    Commands.run(LIMIT, List.of("helm", "uninstall", NAME, "--namespace", namespace, "--wait"));
    Condition.await(
        "no pods after the uninstall",
        PATIENCE_MILLIS,
        () -> nodes.all().isEmpty() && controllers.all().isEmpty(),
        nodes::describe);
  }

  private void helm(String verb, String... options) {
    List<String> command = new ArrayList<>(List.of("helm", verb, NAME));
    command.add(cluster.repository().resolve("helm/chat").toString());
    command.addAll(List.of("--namespace", namespace));
    command.addAll(List.of(options));
    Commands.run(LIMIT, command);
  }

  /** {@code kubectl} in this namespace. */
  public String kubectl(String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
    command.addAll(List.of(words));
    return Commands.run(LIMIT, command);
  }

  /** Waits until there are so many nodes, all ready and in sync, and a primary serves. */
  public void awaitSettled(int replicas) {
    awaitReady(replicas);
    Set<String> names = Set.copyOf(nodes.names());
    eye.awaitInSync(names, PATIENCE_MILLIS);
    awaitReady(replicas);
  }

  private void awaitReady(int replicas) {
    Condition.await(
        replicas + " nodes ready",
        PATIENCE_MILLIS,
        () -> nodes.all().size() == replicas && nodes.all().stream().allMatch(Pods::isReady),
        () -> nodes.describe() + "; " + eye.describe());
  }

  /** Waits until a pod of this name is another one than that, and ready. */
  public void awaitReplaced(Pod before) {
    String name = Pods.name(before);
    Condition.await(
        name + " replaced",
        PATIENCE_MILLIS,
        () ->
            nodes
                .named(name)
                .filter(now -> !Pods.uid(now).equals(Pods.uid(before)) && Pods.isReady(now))
                .isPresent(),
        () -> nodes.describe() + "; " + eye.describe());
  }

  /** Waits until the pod's process was started once more than it had been then. */
  public void awaitRestarted(Pod before) {
    String name = Pods.name(before);
    Condition.await(
        name + " restarted",
        PATIENCE_MILLIS,
        () ->
            nodes
                .named(name)
                .filter(now -> Pods.restarts(now) > Pods.restarts(before) && Pods.isReady(now))
                .isPresent(),
        () -> nodes.describe() + "; " + eye.describe());
  }

  /** The pod of the primary. */
  public Pod primary() {
    return nodes.get(eye.awaitPrimary(PATIENCE_MILLIS));
  }

  /** Any node that isn't primary. */
  public Pod backup() {
    String primary = eye.awaitPrimary(PATIENCE_MILLIS);
    return nodes.all().stream()
        .filter(pod -> !Pods.name(pod).equals(primary))
        .findFirst()
        .orElseThrow();
  }

  /** Hands over to a node on that machine, if none leads there; takes {@link #OPERATORS}. */
  public void leadOn(String machine) {
    if (Pods.machine(primary()).equals(machine)) {
      return;
    }
    String successor =
        nodes.all().stream()
            .filter(pod -> Pods.machine(pod).equals(machine))
            .map(Pods::name)
            .findFirst()
            .orElseThrow(() -> new AssertionError("none on " + machine + ": " + nodes.describe()));
    String name = "operator-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    try (TestClient operator = TestClient.of(nodes::clientAddresses, name, PATIENCE_MILLIS)) {
      new Operator(operator.register(PASSWORD).login(PASSWORD)).handOverTo(successor);
    }
    Condition.await(
        successor + " leads",
        PATIENCE_MILLIS,
        () -> Pods.name(primary()).equals(successor),
        eye::describe);
  }

  /** {@code kill -9} of the process in a pod's container; the pod stays. */
  public void kill(Pod pod) {
    Containers.kill(Pods.containerId(pod));
  }

  /** What the ConfigMap of the view says, for people and scripts. */
  public Map<String, String> view() {
    return client.configMaps().inNamespace(namespace).withName(NAME + "-view").require().getData();
  }

  /** Writes what every pod printed, and what Kubernetes has to say of them, into a folder. */
  public void collect(Path folder) {
    List<String> pods = new ArrayList<>(nodes.names());
    pods.addAll(controllers.names());
    for (String pod : pods) {
      write(folder.resolve(pod + ".log"), "logs", pod, "--timestamps");
      write(folder.resolve(pod + "-before.log"), "logs", pod, "--timestamps", "--previous");
    }
    write(folder.resolve("events"), "get", "events", "--sort-by=.lastTimestamp");
    write(folder.resolve("objects"), "get", "all,pvc,pdb,lease", "-o", "wide");
    write(folder.resolve("pods.yaml"), "get", "pods", "-o", "yaml");
    write(folder.resolve("view.yaml"), "get", "configmap", NAME + "-view", "-o", "yaml");
  }

  private void write(Path file, String... words) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", namespace));
    command.addAll(List.of(words));
    Commands.Outcome outcome = Commands.outcome(Duration.ofSeconds(20), Map.of(), command);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, outcome.output());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    eye.close();
    nodes.close();
    controllers.close();
    client.close();
    Commands.run(LIMIT, List.of("kubectl", "delete", "namespace", namespace, "--wait=false"));
  }
}
