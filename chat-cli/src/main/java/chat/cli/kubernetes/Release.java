package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import chat.cli.client.Endpoint;
import chat.cli.client.Route;
import chat.cli.profile.Contexts.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One release of the chart. Nothing is read, loaded or connected before the first question. Any
 * thread.
 */
public final class Release implements AutoCloseable {
  /** The name that the chart has in its examples. */
  public static final String STANDARD_NAME = "chat";

  private final Target.Kubernetes target;
  private @Nullable KubeApi api;

  public Release(Target.Kubernetes target) {
    this.target = target;
  }

  /** What was asked for, with the rest from the kube config. */
  public static Target.Kubernetes target(
      Optional<String> kubeContext, Optional<String> namespace, Optional<String> release)
      throws ChatFailure {
    return KubeConfig.read(kubeContext).target(namespace, release.orElse(STANDARD_NAME));
  }

  private synchronized KubeApi api() throws ChatFailure {
    if (api == null) {
      api = new Fabric8Api(KubeConfig.read(Optional.of(target.kubeContext())), target);
    }
    return api;
  }

  public List<PodState> pods() throws ChatFailure {
    return api().pods();
  }

  public List<Permission> permissions() throws ChatFailure {
    return api().permissions();
  }

  public Optional<ReleaseView> view() throws ChatFailure {
    return api().view();
  }

  /** Tunnels to the nodes; closing it closes this release. */
  public Route route() {
    return new Lazy();
  }

  @Override
  public synchronized void close() {
    if (api != null) {
      api.close();
    }
  }

  /** Opens the tunnels when they are wanted: a message is in the outbox by then. */
  private final class Lazy implements Route {
    private @Nullable Tunnels tunnels;

    private synchronized Tunnels tunnels() throws ChatFailure {
      if (tunnels == null) {
        tunnels = new Tunnels(api(), target.release() + " in namespace " + target.namespace());
      }
      return tunnels;
    }

    private synchronized Optional<Tunnels> opened() {
      return Optional.ofNullable(tunnels);
    }

    @Override
    public List<Endpoint> endpoints() throws ChatFailure {
      return tunnels().endpoints();
    }

    @Override
    public Optional<ChatFailure> barrier() {
      return opened().flatMap(Tunnels::barrier);
    }

    @Override
    public String trouble() {
      return opened().map(Tunnels::trouble).orElse("");
    }

    @Override
    public void close() {
      opened().ifPresentOrElse(Tunnels::close, Release.this::close);
    }
  }
}
