package chat.controller.kubernetes;

import chat.controller.host.Election;
import chat.controller.host.InitialMembers;
import chat.controller.host.LoopJournal;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.kubernetes.ApiCalls;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ConfigMapViewStore;
import chat.view.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.client.KubernetesClient;

/** All that the controller has to do with the API server, put together around one client. */
public final class KubernetesSide implements AutoCloseable {
  private final KubernetesClient client;
  private final ApiCalls calls;
  private final ConfigMapViewStore views;
  private final PodWatcher pods;
  private final StatefulSetSize size;
  private final LeaseElection election;
  private final PrimaryLabel label;
  private final ViewEvents events;
  private final ViewJournal journal;

  /**
   * Asks for nothing yet: the API server may be away.
   *
   * @param client ended with this
   */
  public KubernetesSide(
      KubernetesClient client,
      KubernetesNames names,
      LeaseTimes lease,
      ApiLimits limits,
      ApiFaults faults) {
    this.client = client;
    calls = new ApiCalls(limits.request());
    views = new ConfigMapViewStore(client, names.namespace(), names.view(), limits);
    pods = new PodWatcher(client, names, calls, faults);
    size = new StatefulSetSize(client, names, calls);
    election = new LeaseElection(client, names, lease, calls, faults, System::nanoTime);
    label = new PrimaryLabel(client, names, pods::pods, calls, faults);
    events = new ViewEvents(client, names, calls, faults);
    journal =
        new ViewJournal(
            election::isHolder,
            new ViewJournal.Label() {
              @Override
              public void follow(View view) {
                label.follow(view);
              }

              @Override
              public void leave() {
                label.leave();
              }
            },
            events::tell,
            System::nanoTime);
  }

  /** A client for where this process runs: a pod, or a person's machine. */
  public static KubernetesClient client(ApiLimits limits) {
    return KubernetesAccess.client(limits);
  }

  public ViewStore views() {
    return views;
  }

  public PodWatcher pods() {
    return pods;
  }

  public InitialMembers initialMembers() {
    return size;
  }

  public Election election() {
    return election;
  }

  public LoopJournal journal() {
    return journal;
  }

  /** Begins; {@code podsChanged} is called after each look at the pods. Called once. */
  public void start(Runnable podsChanged) {
    label.start();
    pods.start(
        () -> {
          label.look();
          podsChanged.run();
        });
  }

  /** Ends all but the election, which ends with the loop that took part in it. */
  @Override
  public void close() {
    events.close();
    label.close();
    pods.close();
    views.close();
    calls.close();
    client.close();
  }
}
