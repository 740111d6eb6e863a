package chat.view.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Makes clients of the API server that keep to our limits. */
public final class KubernetesAccess {
  private KubernetesAccess() {}

  /**
   * A client for where this process runs: a pod's service account, else the file that KUBECONFIG
   * names. It connects at its first request, not here. Its namespace is the pod's own.
   */
  public static KubernetesClient client(ApiLimits limits) {
    return client(Config.autoConfigure(null), limits);
  }

  /** A client as {@code config} says, with our limits. */
  public static KubernetesClient client(Config config, ApiLimits limits) {
    Config bounded =
        new ConfigBuilder(config)
            .withConnectionTimeout(Math.toIntExact(limits.connect().toMillis()))
            .withRequestTimeout(Math.toIntExact(limits.request().toMillis()))
            .withRequestRetryBackoffLimit(0)
            // Over HTTP/2 all requests share one connection, and go on doing so for minutes after
            // its other end fell silent. Over HTTP/1.1 a request that got no answer ends its own.
            .withHttp2Disable(true)
            .withOnlyHttpWatches(true)
            .withWatchReconnectLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(bounded).build();
  }
}
