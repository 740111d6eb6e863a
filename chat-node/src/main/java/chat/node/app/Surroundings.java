package chat.node.app;

import chat.node.app.NodeConfig.InvalidConfigException;
import chat.node.host.Place;
import chat.node.kubernetes.OwnStatefulSet;
import chat.view.FileViewStore;
import chat.view.NodeName;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ConfigMapViewStore;
import chat.view.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * What is around a node: the store of the view, and who knows whether the node is wanted.
 *
 * @param close ends both
 */
record Surroundings(ViewStore views, Place place, Runnable close) {

  static Surroundings of(ViewPlace where, NodeName node)
      throws ViewStoreException, InvalidConfigException {
    return switch (where) {
      case ViewPlace.InFile in -> {
        FileViewStore views = new FileViewStore(in.file());
        yield new Surroundings(views, Place.LASTING, views::close);
      }
      case ViewPlace.InConfigMap in -> onKubernetes(in, node);
    };
  }

  /** Asks nothing yet: with the API server away a node starts, and waits. */
  private static Surroundings onKubernetes(ViewPlace.InConfigMap in, NodeName node)
      throws InvalidConfigException {
    KubernetesClient client = KubernetesAccess.client(ApiLimits.DEFAULTS);
    String namespace =
        in.namespace()
            .or(() -> Optional.ofNullable(client.getNamespace()))
            .orElseThrow(
                () ->
                    new InvalidConfigException(
                        "The setting chat.view.namespace is missing, and this is no pod."));
    Place place = Place.LASTING;
    if (in.statefulSet().isPresent()) {
      try {
        place = new OwnStatefulSet(client, namespace, in.statefulSet().get(), node);
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException(
            "The settings chat.statefulset and chat.node.name don't fit: " + e.getMessage() + ".");
      }
    }
    ConfigMapViewStore views =
        new ConfigMapViewStore(client, namespace, in.name(), ApiLimits.DEFAULTS);
    return new Surroundings(
        views,
        place,
        () -> {
          views.close();
          client.close();
        });
  }
}
