package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import chat.cli.profile.Contexts.Target;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The kube config that kubectl would use: its files, contexts and defaults. */
final class KubeConfig {
  private static final String IN_CLUSTER = "";
  private static final String DEFAULT_NAMESPACE = "default";
  private static final Path SERVICE_ACCOUNT =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private final Config config;
  private final String context;

  private KubeConfig(Config config, String context) {
    this.config = config;
    this.context = context;
  }

  /**
   * {@code wanted} empty: the current context. Runs the context's credential helper, if it has one.
   */
  static KubeConfig read(Optional<String> wanted) throws ChatFailure {
    Config config;
    try {
      config = Config.autoConfigure(wanted.filter(w -> !w.equals(IN_CLUSTER)).orElse(null));
    } catch (RuntimeException e) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED,
          "",
          "the kube config can't be read: " + e.getMessage(),
          "this must work: kubectl config view",
          e);
    }
    List<String> names = config.getContexts().stream().map(NamedContext::getName).sorted().toList();
    if (names.isEmpty() && !Files.exists(SERVICE_ACCOUNT)) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED,
          "there is no kube config; looked at "
              + String.join(", ", Config.getKubeconfigFilenames()),
          "set KUBECONFIG, or give a node's address: chat --address HOST:PORT");
    }
    String name = wanted.orElse(current(config));
    // The library takes the current context in place of one that isn't there.
    if (!names.isEmpty() && !names.contains(name)) {
      throw new ChatFailure(
          ChatFailure.Kind.NOT_FOUND,
          name.isEmpty()
              ? "the kube config has no current context"
              : "the kube config has no context called " + name,
          "it has: " + String.join(", ", names));
    }
    return new KubeConfig(config, name);
  }

  private static String current(Config config) {
    NamedContext current = config.getCurrentContext();
    return current == null ? IN_CLUSTER : current.getName();
  }

  String context() {
    return context;
  }

  /** The context's, else Kubernetes' default. */
  String namespace() {
    String namespace = config.getNamespace();
    return namespace == null || namespace.isBlank() ? DEFAULT_NAMESPACE : namespace;
  }

  String server() {
    return config.getMasterUrl().replaceFirst("/$", "");
  }

  Config config() {
    return config;
  }

  Target.Kubernetes target(Optional<String> namespace, String release) {
    return new Target.Kubernetes(context, namespace.orElseGet(this::namespace), release);
  }
}
