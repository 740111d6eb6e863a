package chat.view.kubernetes;

import chat.view.DamagedViewException;
import chat.view.Member;
import chat.view.NodeAddresses;
import chat.view.NodeName;
import chat.view.View;
import chat.view.ViewCodec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A view as the data of a ConfigMap. {@code view.json} is the view; what stands beside it repeats
 * parts of it for {@code kubectl get} and scripts, and is never read back.
 */
final class ViewConfigMap {
  static final String VIEW = "view.json";
  static final String PRIMARY = "primary";
  static final String PRIMARY_ADDRESS = "primaryAddress";
  static final String EPOCH = "epoch";
  static final String IN_SYNC = "inSync";
  static final String CLUSTER_ID = "clusterId";

  /** What the first view's ConfigMap carries; labels that others add are kept. */
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "chat", "app.kubernetes.io/component", "view");

  private ViewConfigMap() {}

  /** A new ConfigMap, without an owner: nothing that ends takes the view with it. */
  static ConfigMap of(String namespace, String name, View view) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .withLabels(LABELS)
        .endMetadata()
        .withData(data(view))
        .build();
  }

  /** {@code before} with the next view; whatever else it holds, its version too, stays. */
  static ConfigMap replacing(ConfigMap before, View view) {
    Map<String, String> data = new TreeMap<>(before.getData());
    data.remove(PRIMARY_ADDRESS);
    data.putAll(data(view));
    return new ConfigMapBuilder(before).withData(data).build();
  }

  private static Map<String, String> data(View view) {
    Map<String, String> data = new TreeMap<>();
    data.put(VIEW, ViewCodec.encode(view));
    data.put(PRIMARY, view.primary().name().value());
    NodeAddresses at = view.addresses().get(view.primary().name());
    if (at != null) {
      data.put(PRIMARY_ADDRESS, at.client().toString());
    }
    data.put(EPOCH, view.epoch().toString());
    data.put(
        IN_SYNC,
        view.inSync().stream()
            .map(Member::name)
            .map(NodeName::value)
            .collect(Collectors.joining(",")));
    data.put(CLUSTER_ID, view.clusterId().value());
    return data;
  }

  /** The view in it. A ConfigMap without one is damaged, too: nobody but us makes it. */
  static View view(ConfigMap map) throws DamagedViewException {
    String name = map.getMetadata().getNamespace() + "/" + map.getMetadata().getName();
    String json = map.getData() == null ? null : map.getData().get(VIEW);
    if (json == null) {
      throw new DamagedViewException("the ConfigMap " + name + " has no " + VIEW);
    }
    try {
      return ViewCodec.decode(json);
    } catch (DamagedViewException e) {
      throw new DamagedViewException(
          "the view in the ConfigMap " + name + " is damaged: " + e.getMessage(), e);
    }
  }
}
