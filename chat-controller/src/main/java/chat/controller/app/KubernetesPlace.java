package chat.controller.app;

import chat.controller.host.Election;
import chat.controller.host.InitialMembers;
import chat.controller.host.LoopJournal;
import chat.controller.kubernetes.ApiFaults;
import chat.controller.kubernetes.KubernetesNames;
import chat.controller.kubernetes.KubernetesSide;
import chat.controller.kubernetes.LeaseTimes;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.ViewStore;
import chat.view.kubernetes.ApiLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/** Pods of Kubernetes: the view is a ConfigMap, controllers elect one by a Lease. */
final class KubernetesPlace implements Place {
  private static final Logger LOG = Logger.getLogger("chat.controller");

  private final KubernetesSide side;
  private final Duration recheck;
  private SortedMap<NodeName, Address> logged = Collections.emptySortedMap();
  private SortedSet<String> strangers = Collections.emptySortedSet();

  KubernetesPlace(String view, ControllerSettings settings, ApiFaults faults) {
    ControllerSettings.Controller own = settings.controller();
    ApiLimits limits = ApiLimits.DEFAULTS;
    String statefulSet = required(settings.statefulset(), "chat.statefulset");
    var client = KubernetesSide.client(limits);
    KubernetesNames names =
        new KubernetesNames(
            settings.view().namespace().orElseGet(client::getNamespace),
            view,
            statefulSet,
            settings.pods().selector().orElse(KubernetesNames.podSelectorOf(statefulSet)),
            settings.pods().peerPort(),
            required(settings.lease(), "chat.lease"),
            own.identity().orElse(""));
    LOG.infof("kubernetes=%s", names);
    side =
        new KubernetesSide(
            client,
            names,
            new LeaseTimes(
                own.lease().duration(), own.lease().renewDeadline(), own.lease().retry()),
            limits,
            faults);
    recheck = own.recheck();
  }

  private static String required(Optional<String> value, String key) {
    return value.orElseThrow(
        () -> new IllegalArgumentException(key + " is missing: chat.view.configmap needs it"));
  }

  @Override
  public ViewStore views() {
    return side.views();
  }

  @Override
  public SortedMap<NodeName, Address> nodes() {
    SortedMap<NodeName, Address> now = side.pods().addresses();
    if (!now.equals(logged)) {
      LOG.infof("nodes=%s", now);
      logged = now;
    }
    SortedSet<String> others = side.pods().strangers();
    if (!others.equals(strangers)) {
      LOG.warnf("pods-that-carry-our-labels-and-are-not-ours=%s", others);
      strangers = others;
    }
    return now;
  }

  @Override
  public boolean knowsNodes() {
    return side.pods().hasLooked();
  }

  @Override
  public InitialMembers initialMembers() {
    return side.initialMembers();
  }

  @Override
  public Election election() {
    return side.election();
  }

  @Override
  public Duration recheck() {
    return recheck;
  }

  @Override
  public Optional<LoopJournal> journal() {
    return Optional.of(side.journal());
  }

  @Override
  public void start(Runnable changed) {
    side.start(changed);
  }

  @Override
  public void close() {
    side.close();
  }
}
