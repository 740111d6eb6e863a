package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the view is kept. */
public sealed interface ViewPlace {

  /** In a file, for processes of one machine. */
  record InFile(Path file) implements ViewPlace {}

  /**
   * In a ConfigMap.
   *
   * @param namespace empty: the pod's own
   * @param statefulSet that this pod belongs to, where it is one
   */
  record InConfigMap(String name, Optional<String> namespace, Optional<String> statefulSet)
      implements ViewPlace {}

  /** Exactly one of the two must be said. */
  static ViewPlace of(
      Optional<Path> file,
      Optional<String> configMap,
      Optional<String> namespace,
      Optional<String> statefulSet)
      throws InvalidConfigException {
    if (file.isPresent() == configMap.isPresent()) {
      throw new InvalidConfigException(
          (file.isPresent() ? "Both settings are there: " : "One of the settings is missing: ")
              + "chat.view.file (processes of one machine) or chat.view.configmap (Kubernetes);"
              + " exactly one says where the view is kept.");
    }
    if (file.isPresent()) {
      if (namespace.isPresent() || statefulSet.isPresent()) {
        throw new InvalidConfigException(
            "chat.view.namespace and chat.statefulset make sense with chat.view.configmap only.");
      }
      return new InFile(file.get());
    }
    return new InConfigMap(configMap.get(), namespace, statefulSet);
  }
}
