package chat.controller.kubernetes;

import chat.view.Address;
import chat.view.NodeName;
import chat.view.kubernetes.ApiCalls;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Knows the nodes' pods: where to ask a node, and when it may be worth asking.
 *
 * <p>Threads: reading from any; what it knows stays while the API server is away.
 */
public final class PodWatcher implements AutoCloseable {
  /** A watch that went deaf is made up for after this time. */
  static final Duration REFRESH = Duration.ofSeconds(5);

  /**
   * A pod that ends changes several times within a second, each look lists them all, and nobody
   * needs a new address that soon; while a hand-over has need of the machines.
   */
  static final Duration BURST = Duration.ofMillis(300);

  private final FilterWatchListDeletable<Pod, PodList, PodResource> selected;
  private final String statefulSet;
  private final int peerPort;
  private final ApiCalls calls;
  private final Lookout<Pod> lookout;
  private volatile SortedMap<NodeName, NodePod> pods = Collections.emptySortedMap();
  private volatile SortedSet<String> strangers = Collections.emptySortedSet();
  private volatile boolean looked;
  private Runnable changed = () -> {};

  PodWatcher(KubernetesClient client, KubernetesNames names, ApiCalls calls, ApiFaults faults) {
    this.selected =
        client.pods().inNamespace(names.namespace()).withLabelSelector(names.podSelector());
    this.statefulSet = names.statefulSet();
    this.peerPort = names.peerPort();
    this.calls = calls;
    this.lookout = new Lookout<>(ApiPart.PODS, BURST, selected::watch, this::look, calls, faults);
  }

  /** Begins; calls {@code whenChanged} after each look, in a thread of its own. Called once. */
  public void start(Runnable whenChanged) {
    changed = whenChanged;
    lookout.start();
  }

  /** The peer ports of the nodes whose pods have an address. */
  public SortedMap<NodeName, Address> addresses() {
    SortedMap<NodeName, Address> addresses = new TreeMap<>();
    pods.forEach((name, pod) -> pod.address().ifPresent(at -> addresses.put(name, at)));
    return Collections.unmodifiableSortedMap(addresses);
  }

  /** Pods that carry the nodes' labels without being of the StatefulSet: they are left alone. */
  public SortedSet<String> strangers() {
    return strangers;
  }

  /** Whether it ever got an answer. */
  public boolean hasLooked() {
    return looked;
  }

  SortedMap<NodeName, NodePod> pods() {
    return pods;
  }

  private Duration look() {
    SortedMap<NodeName, NodePod> found = new TreeMap<>();
    SortedSet<String> others = new TreeSet<>();
    for (Pod pod : calls.call(selected::list).getItems()) {
      NodePod.of(statefulSet, peerPort, pod)
          .ifPresentOrElse(
              node -> found.put(node.name(), node), () -> others.add(pod.getMetadata().getName()));
    }
    pods = Collections.unmodifiableSortedMap(found);
    strangers = Collections.unmodifiableSortedSet(others);
    looked = true;
    changed.run();
    return REFRESH;
  }

  @Override
  public void close() {
    lookout.close();
  }
}
