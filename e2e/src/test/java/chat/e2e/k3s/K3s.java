package chat.e2e.k3s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A Kubernetes of one machine in a container; it ends with this. */
final class K3s implements AutoCloseable {
  private static final String STANDARD = "rancher/k3s:v1.34.4-k3s1";

  private static final String SKIPPED =
      "SKIPPED: the chart on a Kubernetes in a container, for no Docker engine answers";

  private final K3sContainer container;
  private final KubernetesClient client;

  private K3s(K3sContainer container) {
    this.container = container;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(container.getKubeConfigYaml()))
            .build();
  }

  /**
   * Starts it, of the image that {@code K3S_IMAGE} names. Where no Docker engine is to be had the
   * test is skipped and says so; but not where that variable is set, for then there is to be one.
   */
  static K3s start() {
    if (System.getenv("K3S_IMAGE") == null && !DockerClientFactory.instance().isDockerAvailable()) {
      System.out.println(SKIPPED);
      Assumptions.abort(SKIPPED);
    }
    K3sContainer container =
        new K3sContainer(
            DockerImageName.parse(Images.variable("K3S_IMAGE", STANDARD))
                .asCompatibleSubstituteFor("rancher/k3s"));
    container.start();
    return new K3s(container);
  }

  /** Makes the archive's image one that pods can have. */
  void load(Path archive) throws Exception {
    container.copyFileToContainer(MountableFile.forHostPath(archive), "/tmp/image.tar");
    run("ctr", "images", "import", "/tmp/image.tar");
    run("rm", "/tmp/image.tar");
  }

  /** Runs a command on the machine; what it printed. */
  String run(String... command) throws Exception {
    ExecResult result = container.execInContainer(command);
    assertThat(result.getExitCode())
        .as("%s: %s%s", String.join(" ", command), result.getStdout(), result.getStderr())
        .isZero();
    return result.getStdout();
  }

  KubernetesClient client() {
    return client;
  }

  String kubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public void close() {
    client.close();
    container.stop();
  }
}
