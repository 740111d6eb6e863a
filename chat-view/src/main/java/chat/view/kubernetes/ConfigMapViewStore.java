package chat.view.kubernetes;

import chat.view.Rev;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Holds the view in one ConfigMap: etcd's consensus is the compare-and-set.
 *
 * <pre>
 * read            GET without a version: the newest, confirmed by a quorum
 * compareAndSet   GET → compare the rev → PUT with the version of that GET (rev 1: POST)
 *                 409  another was faster                     CONFLICT
 *                 4xx, or no connection could be made         ViewStoreException: nothing was written
 *                 no answer, a broken connection, 5xx         UNKNOWN: it may land yet
 * </pre>
 *
 * <p>What it may do by the API server's rules: get, watch and update the ConfigMap of this name;
 * who writes the first view, create ConfigMaps.
 */
public final class ConfigMapViewStore implements ViewStore {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final ApiLimits limits;
  private final Resource<ConfigMap> resource;
  private final ApiCalls calls;
  private final Set<ConfigMapWatch> watches = ConcurrentHashMap.newKeySet();

  /**
   * Asks for nothing yet: the API server may be away.
   *
   * @param client of {@link KubernetesAccess}; stays open when this store is closed
   */
  public ConfigMapViewStore(
      KubernetesClient client, String namespace, String name, ApiLimits limits) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.limits = limits;
    this.resource = client.configMaps().inNamespace(namespace).withName(name);
    this.calls = new ApiCalls(limits.request());
  }

  @Override
  public Optional<View> read() throws ViewStoreException {
    Optional<ConfigMap> map = fetch();
    return map.isEmpty() ? Optional.empty() : Optional.of(ViewConfigMap.view(map.get()));
  }

  @Override
  public Outcome compareAndSet(View next) throws ViewStoreException {
    Optional<ConfigMap> before = fetch();
    Rev rev = before.isEmpty() ? Rev.ZERO : ViewConfigMap.view(before.get()).rev();
    if (!rev.next().equals(next.rev())) {
      return Outcome.CONFLICT;
    }
    if (before.isEmpty()) {
      return write("create", () -> create(next));
    }
    return write("replace", () -> replace(before.get(), next));
  }

  private ConfigMap create(View first) {
    return client
        .configMaps()
        .inNamespace(namespace)
        .resource(ViewConfigMap.of(namespace, name, first))
        .create();
  }

  /**
   * Locked on the version that was read, which the ConfigMap carries: the client would ask for the
   * newest version where it carries none, and overwrite what it doesn't know.
   */
  private ConfigMap replace(ConfigMap before, View next) {
    if (before.getMetadata().getResourceVersion() == null) {
      throw new KubernetesClientException("the API server gave a ConfigMap without a version");
    }
    return client
        .configMaps()
        .inNamespace(namespace)
        .resource(ViewConfigMap.replacing(before, next))
        .update();
  }

  private Outcome write(String verb, Supplier<ConfigMap> request) throws ViewStoreException {
    try {
      var _ = calls.call(request);
      return Outcome.STORED;
    } catch (KubernetesClientException e) {
      if (e.getCode() == CONFLICT || saysItIsAbsent(e)) {
        return Outcome.CONFLICT;
      }
      if (ApiCalls.isRefusal(e)) {
        throw failure(verb, e);
      }
      return Outcome.UNKNOWN;
    }
  }

  @Override
  public AutoCloseable watch(Consumer<View> listener) {
    ConfigMapWatch watch = new ConfigMapWatch(resource, calls, this::read, listener, limits);
    watches.add(watch);
    watch.start();
    return () -> {
      watches.remove(watch);
      watch.close();
    };
  }

  /** Ends the watches and refuses what comes; a request on its way is given up. */
  @Override
  public void close() {
    watches.forEach(ConfigMapWatch::close);
    watches.clear();
    calls.close();
  }

  private Optional<ConfigMap> fetch() throws ViewStoreException {
    try {
      return Optional.of(calls.call(resource::require));
    } catch (KubernetesClientException e) {
      if (saysItIsAbsent(e)) {
        return Optional.empty();
      }
      throw failure("read", e);
    }
  }

  /**
   * Only the API server's own word that this ConfigMap isn't there means no view: nodes that hold
   * data stop for good without one. A 404 of something on the way is a fault like others.
   */
  private boolean saysItIsAbsent(KubernetesClientException failure) {
    Status status = failure.getStatus();
    return status != null
        && failure.getCode() == NOT_FOUND
        && "NotFound".equals(status.getReason())
        && status.getDetails() != null
        && name.equals(status.getDetails().getName())
        && "configmaps".equals(status.getDetails().getKind());
  }

  private ViewStoreException failure(String verb, KubernetesClientException e) {
    return new ViewStoreException(
        "can't " + verb + " the ConfigMap " + namespace + "/" + name + ": " + ApiCalls.reason(e),
        e);
  }
}
