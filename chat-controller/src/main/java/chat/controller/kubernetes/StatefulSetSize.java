package chat.controller.kubernetes;

import chat.controller.host.InitialMembers;
import chat.view.kubernetes.ApiCalls;
import chat.view.kubernetes.StatefulSetFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Optional;

/** As many members as the StatefulSet asks for, read when asked. */
final class StatefulSetSize implements InitialMembers {
  private final KubernetesClient client;
  private final KubernetesNames names;
  private final ApiCalls calls;

  StatefulSetSize(KubernetesClient client, KubernetesNames names, ApiCalls calls) {
    this.client = client;
    this.names = names;
    this.calls = calls;
  }

  @Override
  public int count() throws IOException {
    String name = names.statefulSet();
    Optional<StatefulSetFacts> set;
    try {
      set = calls.call(() -> StatefulSetFacts.read(client, names.namespace(), name));
    } catch (KubernetesClientException e) {
      throw new IOException("can't read the StatefulSet " + name + ": " + ApiCalls.reason(e), e);
    }
    int count =
        set.orElseThrow(() -> new IOException("there is no StatefulSet " + name)).replicas();
    if (count < 1) {
      throw new IOException("the StatefulSet " + name + " asks for no pods: nobody to begin with");
    }
    return count;
  }
}
