package chat.controller.kubernetes;

import chat.controller.host.InitialMembers;
import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;

/** As many members as the StatefulSet asks for, read when asked. */
final class StatefulSetSize implements InitialMembers {
  /** What the API server takes a StatefulSet without a number for. */
  private static final int DEFAULT_REPLICAS = 1;

  private final Resource<StatefulSet> resource;
  private final String name;
  private final ApiCalls calls;

  StatefulSetSize(KubernetesClient client, KubernetesNames names, ApiCalls calls) {
    this.name = names.statefulSet();
    this.resource = client.apps().statefulSets().inNamespace(names.namespace()).withName(name);
    this.calls = calls;
  }

  @Override
  public int count() throws IOException {
    StatefulSet set;
    try {
      set = calls.call(resource::require);
    } catch (KubernetesClientException e) {
      throw new IOException("can't read the StatefulSet " + name + ": " + ApiCalls.reason(e), e);
    }
    Integer replicas = set.getSpec().getReplicas();
    int count = replicas == null ? DEFAULT_REPLICAS : replicas;
    if (count < 1) {
      throw new IOException("the StatefulSet " + name + " asks for no pods: nobody to begin with");
    }
    return count;
  }
}
