package chat.view.kubernetes;

import chat.view.DamagedViewException;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStoreException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds the view in one ConfigMap: etcd's consensus is the compare-and-set.
 *
 * <pre>
 * read            GET without a version: the newest, confirmed by a quorum
 * compareAndSet   compare with what was last read, written or watched → PUT with its version
 *                 409, or nothing that compares: GET → compare → PUT with that version (rev 1: POST)
 *                 409  another was faster                     CONFLICT
 *                 4xx, or no connection could be made         ViewStoreException: nothing was written
 *                 no answer, a broken connection, 5xx         UNKNOWN: it may land yet
 * </pre>
 *
 * <p>What it may do by the API server's rules: get, watch and update the ConfigMap of this name;
 * who writes the first view, create ConfigMaps.
 */
public final class ConfigMapViewStore implements ViewStore {
  private static final Logger LOG = System.getLogger(ConfigMapViewStore.class.getName());
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final ApiLimits limits;
  private final Resource<ConfigMap> resource;
  private final ApiCalls calls;
  private final Set<ConfigMapWatch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
  private volatile boolean closed;

  /** The newest that was read, written or watched, with the version that a write is locked on. */
  private record Known(ConfigMap map, View view) {}

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
    return map.isEmpty() ? Optional.empty() : Optional.of(remember(map.get()));
  }

  /**
   * Saves the reading where the version is known: during a failover each way to the API server and
   * back is one that everybody waits for. A version that is no longer the newest writes nothing.
   */
  @Override
  public Outcome compareAndSet(View next) throws ViewStoreException {
    if (closed) {
      throw new ViewStoreException("the store is closed");
    }
    Known last = known.get();
    if (last != null && next.isNextAfter(Optional.of(last.view()))) {
      Outcome outcome = write("replace", next, () -> replace(last.map(), next));
      if (outcome != Outcome.CONFLICT) {
        return outcome;
      }
      known.compareAndSet(last, null);
    }
    Optional<ConfigMap> before = fetch();
    Optional<View> view = Optional.empty();
    if (before.isPresent()) {
      view = Optional.of(remember(before.get()));
    }
    if (!next.isNextAfter(view)) {
      return Outcome.CONFLICT;
    }
    return before.isEmpty()
        ? write("create", next, () -> create(next))
        : write("replace", next, () -> replace(before.get(), next));
  }

  /** The view in the map, which is kept unless a newer one is known. */
  private View remember(ConfigMap map) throws DamagedViewException {
    Known found = new Known(map, ViewConfigMap.view(map));
    remember(found);
    return found.view();
  }

  private void remember(Known found) {
    known.accumulateAndGet(
        found,
        (last, given) ->
            last != null && given != null && isOlder(given.view(), last.view()) ? last : given);
  }

  /** Another cluster's view isn't older, whatever its rev: a restored one begins again. */
  private static boolean isOlder(View view, View last) {
    return view.clusterId().equals(last.clusterId()) && view.rev().isBelow(last.rev());
  }

  /**
   * Writes what is there, without effect: whether this process may write is said when it starts and
   * not when it must; and its first write, which takes a young JVM a second, isn't a failover.
   */
  private void rehearse() {
    Known last = known.get();
    if (last == null) {
      return;
    }
    try {
      var _ =
          calls.call(
              () ->
                  client
                      .configMaps()
                      .inNamespace(namespace)
                      .resource(last.map())
                      .dryRun()
                      .update());
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT && !closed) {
        LOG.log(
            Level.WARNING,
            "the view couldn''t be written, were it necessary now: {0}",
            ApiCalls.reason(e));
      }
    }
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

  private Outcome write(String verb, View next, Supplier<ConfigMap> request)
      throws ViewStoreException {
    try {
      remember(new Known(calls.call(request), next));
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
    ConfigMapWatch watch =
        new ConfigMapWatch(
            resource, calls, this::read, map -> remember(map), listener, limits, this::rehearse);
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
    closed = true;
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
