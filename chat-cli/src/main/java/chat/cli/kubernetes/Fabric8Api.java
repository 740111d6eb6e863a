package chat.cli.kubernetes;

import chat.cli.client.ChatFailure;
import chat.cli.profile.Contexts.Target;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Kubernetes API by fabric8's client. */
final class Fabric8Api implements KubeApi {
  static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  static final int CLIENTS_PORT = 7400;
  private static final String PORT_FORWARD = "portforward";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final Map<String, String> NODES =
      Map.of("app.kubernetes.io/name", "chat", "app.kubernetes.io/component", "node");

  private final Target.Kubernetes target;
  private final KubeFailures.Place place;
  private final KubernetesClient client;

  Fabric8Api(KubeConfig kube, Target.Kubernetes target) {
    this.target = target;
    this.place = new KubeFailures.Place(kube.server(), kube.context(), target.namespace());
    // Repetition is the caller's: the library would repeat for many seconds without a word.
    Config config =
        new ConfigBuilder(kube.config())
            .withConnectionTimeout((int) CONNECT_LIMIT.toMillis())
            .withRequestTimeout((int) ANSWER_LIMIT.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @Override
  public Optional<ReleaseView> view() throws ChatFailure {
    @Nullable ConfigMap map =
        ask(
            "get",
            "configmaps/" + viewName(),
            () -> client.configMaps().inNamespace(target.namespace()).withName(viewName()).get());
    return read(map);
  }

  private String viewName() {
    return target.release() + "-view";
  }

  private static Optional<ReleaseView> read(@Nullable ConfigMap map) {
    return map == null || map.getData() == null
        ? Optional.empty()
        : Optional.of(ReleaseView.of(map.getData()));
  }

  @Override
  public List<PodState> pods() throws ChatFailure {
    return states(ask("list", "pods", () -> nodes().list().getItems()));
  }

  private FilterWatchListDeletable<Pod, PodList, PodResource> nodes() {
    return client
        .pods()
        .inNamespace(target.namespace())
        .withLabels(NODES)
        .withLabel(INSTANCE, target.release());
  }

  private static List<PodState> states(List<Pod> pods) {
    return pods.stream().map(PodStates::of).sorted(Comparator.comparing(PodState::name)).toList();
  }

  @Override
  public List<Permission> permissions() throws ChatFailure {
    String noView = "the release isn't found";
    String noWatch = "a long command hears of another primary from the nodes only";
    String noPods = "pods aren't shown, and a missing release isn't explained";
    String noNode = "no node is reached";
    return List.of(
        permission(true, "get", "configmaps", "", viewName(), noView),
        permission(false, "watch", "configmaps", "", viewName(), noWatch),
        permission(false, "list", "pods", "", "", noPods),
        permission(false, "watch", "pods", "", "", noWatch),
        // A web socket begins with a GET, which is "get" to whoever grants rights; since Kubernetes
        // 1.35 it takes "create", too, by which older protocols did the same.
        permission(true, "get", "pods", PORT_FORWARD, "", noNode),
        permission(
            false,
            "create",
            "pods",
            PORT_FORWARD,
            "",
            noNode + " where Kubernetes is 1.35 or newer"));
  }

  private Permission permission(
      boolean essential, String verb, String resource, String part, String name, String lacks)
      throws ChatFailure {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(target.namespace())
            .withVerb(verb)
            .withResource(resource)
            .withSubresource(part)
            .withName(name)
            .endResourceAttributes()
            .endSpec()
            .build();
    SelfSubjectAccessReview answer =
        ask(
            "create",
            "selfsubjectaccessreviews",
            () -> client.authorization().v1().selfSubjectAccessReview().create(question));
    String named = part.isEmpty() ? resource : resource + "/" + part;
    return new Permission(
        verb,
        name.isEmpty() ? named : named + "/" + name,
        essential,
        Boolean.TRUE.equals(answer.getStatus().getAllowed()),
        lacks);
  }

  @Override
  public String otherReleases() {
    List<String> others;
    try {
      others =
          ask(
              "list",
              "pods of all namespaces",
              () ->
                  client.pods().inAnyNamespace().withLabels(NODES).list().getItems().stream()
                      .map(Pod::getMetadata)
                      .map(m -> m.getLabels().get(INSTANCE) + " in namespace " + m.getNamespace())
                      .distinct()
                      .sorted()
                      .toList());
    } catch (ChatFailure notAllowed) {
      return "looked at namespace %s only, since you may not list the pods of others"
          .formatted(target.namespace());
    }
    return others.isEmpty()
        ? "looked at all namespaces of kube context %s, and saw no other"
            .formatted(place.kubeContext())
        : "there is " + String.join(", ", others);
  }

  @Override
  public Pipe join(String pod, SocketChannel near) {
    URI uri =
        URI.create(
            "%s/api/v1/namespaces/%s/pods/%s/%s?ports=%d"
                .formatted(place.server(), target.namespace(), pod, PORT_FORWARD, CLIENTS_PORT));
    PodPipe pipe =
        new PodPipe(
            near,
            failure -> KubeFailures.of(failure, place, "get or create", "pods/" + PORT_FORWARD));
    pipe.open(client.getHttpClient(), uri, ANSWER_LIMIT);
    return pipe;
  }

  @Override
  public void watch(Watcher watcher) {
    SharedIndexInformer<ConfigMap> view =
        client
            .configMaps()
            .inNamespace(target.namespace())
            .withName(viewName())
            .runnableInformer(0);
    start(
        view,
        () -> watcher.view(view.getStore().list().stream().findFirst().flatMap(Fabric8Api::read)));
    SharedIndexInformer<Pod> pods = nodes().runnableInformer(0);
    start(pods, () -> watcher.pods(states(pods.getStore().list())));
  }

  /** Goes on over outages; gives up where it isn't allowed, and what was known stays. */
  private <T> void start(SharedIndexInformer<T> informer, Runnable changed) {
    informer.addEventHandler(new OnChange<>(changed));
    informer.exceptionHandler(
        (started, failure) ->
            KubeFailures.of(failure, place, "watch", "").kind() == ChatFailure.Kind.UNAVAILABLE);
    informer.start();
  }

  private record OnChange<T>(Runnable changed) implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T added) {
      changed.run();
    }

    @Override
    public void onUpdate(T before, T now) {
      changed.run();
    }

    @Override
    public void onDelete(T gone, boolean unsure) {
      changed.run();
    }
  }

  private <T extends @Nullable Object> T ask(String verb, String resource, Supplier<T> question)
      throws ChatFailure {
    try {
      return question.get();
    } catch (RuntimeException e) {
      throw KubeFailures.of(e, place, verb, resource);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
