package chat.e2e.kube;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A release in a namespace of its own for all tests of a class, installed before the first. After
 * each test every machine, wire and the API server are as they should be; after one that failed,
 * what the pods printed is kept.
 */
final class Stage
    implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {
  /** As many as the chart starts with. */
  static final int NODES = 3;

  private final String purpose;
  private final boolean installed;
  private final List<String> options;
  private final KubeCluster cluster = KubeCluster.ofEnvironment();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private @Nullable Release release;

  private Stage(String purpose, boolean installed, String... options) {
    this.purpose = purpose;
    this.installed = installed;
    this.options = List.of(options);
  }

  /**
   * @param options further ones of {@code helm install}
   */
  static Stage of(String purpose, String... options) {
    return new Stage(purpose, true, options);
  }

  /** The namespace only: to install is the test's business. */
  static Stage notInstalled(String purpose) {
    return new Stage(purpose, false);
  }

  KubeCluster cluster() {
    return cluster;
  }

  Release release() {
    return Objects.requireNonNull(release);
  }

  /** A further release; it goes with the class, too. */
  Release another(String name) {
    Release another = new Release(cluster, namespace(name));
    opened.add(another);
    return another;
  }

  /** The same, in a namespace that the test makes itself. */
  Release another(String name, Consumer<String> makeNamespace) {
    String namespace = namespace(name);
    Release another = new Release(cluster, namespace, () -> makeNamespace.accept(namespace));
    opened.add(another);
    return another;
  }

  private static String namespace(String name) {
    return "e2e-" + name + "-" + Integer.toHexString(ThreadLocalRandom.current().nextInt(1 << 16));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    release = new Release(cluster, namespace(purpose));
    opened.add(release);
    if (!installed) {
      return;
    }
    List<String> all = new ArrayList<>(options);
    all.add(imageTag("CHAT_IMAGE_TAG"));
    release.install(all.toArray(String[]::new));
    try {
      release.awaitSettled(NODES);
    } catch (AssertionError e) {
      collect(context);
      throw e;
    }
  }

  /**
   * Which images are installed: those of the chart's own version, or the tag that a variable names.
   */
  static String imageTag(String variable) {
    String tag = System.getenv(variable);
    return "--set=image.tag=" + (tag == null ? "" : tag);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      collect(context);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    cluster.restore();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.restore();
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private void collect(ExtensionContext context) {
    Path folder =
        Path.of("target", "kubernetes", context.getRequiredTestClass().getSimpleName())
            .resolve(context.getDisplayName().replaceAll("\\W", ""));
    release().collect(folder);
    System.out.println("what the pods printed is in " + folder.toAbsolutePath());
  }
}
