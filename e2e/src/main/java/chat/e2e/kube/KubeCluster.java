package chat.e2e.kube;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The machines under the cluster, and what befalls them. The command that does it is named by
 * {@code CHAT_KUBE_CLUSTER}; its verbs are cut, heal, off, on and api. What was done is undone by
 * {@link #restore}.
 */
public final class KubeCluster {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** The machine of the API server; the clients' machine has a cable of its own to it. */
  public static final String FIRST = "m1";

  public static final String SECOND = "m2";

  private final Path repository;
  private final Path command;
  private final Set<String> cut = new LinkedHashSet<>();
  private final Set<String> off = new LinkedHashSet<>();
  private boolean apiOff;
  private boolean apiFrozen;

  private KubeCluster(Path repository, Path command) {
    this.repository = repository;
    this.command = command;
  }

  /** The one that KUBECONFIG names. */
  public static KubeCluster ofEnvironment() {
    Path repository =
        Path.of(System.getProperty("chat.e2e.repository", "..")).toAbsolutePath().normalize();
    String given = System.getenv("CHAT_KUBE_CLUSTER");
    Path command = repository.resolve(given == null ? "../shared/kube/cluster" : given).normalize();
    if (!Files.isExecutable(command)) {
      throw new IllegalStateException(
          "CHAT_KUBE_CLUSTER must name the command that cuts wires and machines off; there is no "
              + command);
    }
    return new KubeCluster(repository, command);
  }

  Path repository() {
    return repository;
  }

  /** Pulls the machine's wire: nothing comes in or goes out, and nobody is told. */
  public void cut(String machine) {
    cut.add(machine);
    run("cut", machine);
  }

  public void heal(String machine) {
    run("heal", machine);
    cut.remove(machine);
  }

  /** The power goes: every process on the machine ends at once. */
  public void off(String machine) {
    off.add(machine);
    if (machine.equals(FIRST)) {
      clients("unplug");
    }
    run("off", machine);
  }

  public void on(String machine) {
    run("on", machine);
    if (machine.equals(FIRST)) {
      clients("plug");
    }
    off.remove(machine);
  }

  public void apiOff() {
    apiOff = true;
    run("api", "off");
  }

  /** Returns once it answers. */
  public void apiOn() {
    run("api", "on");
    apiOff = false;
  }

  /** It takes connections and says nothing. */
  public void apiFreeze() {
    apiFrozen = true;
    run("api", "freeze");
  }

  public void apiThaw() {
    run("api", "thaw");
    apiFrozen = false;
  }

  /** Undoes whatever of this is still done. */
  public void restore() {
    if (apiFrozen) {
      apiThaw();
    }
    if (apiOff) {
      apiOn();
    }
    List.copyOf(cut).forEach(this::heal);
    List.copyOf(off).forEach(this::on);
  }

  static void makeNamespace(String name) {
    Commands.run(LIMIT, List.of("kubectl", "create", "namespace", name));
  }

  private void run(String... words) {
    List<String> all = new ArrayList<>(List.of(command.toString()));
    all.addAll(List.of(words));
    Commands.run(LIMIT, all);
  }

  private void clients(String verb) {
    Commands.run(LIMIT, List.of(repository.resolve("e2e/kube/clients").toString(), verb, FIRST));
  }
}
