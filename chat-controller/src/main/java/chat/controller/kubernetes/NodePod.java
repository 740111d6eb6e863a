package chat.controller.kubernetes;

import chat.view.Address;
import chat.view.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A node's pod, as far as it matters here.
 *
 * @param uid tells it from an earlier pod of the same name
 * @param address where its node can be asked; empty while it has none, and after it ended
 * @param labelled as the primary's
 */
record NodePod(NodeName name, String uid, Optional<Address> address, boolean labelled) {
  static final String PRIMARY_LABEL = "chat.primary";

  /** Of a DNS label, as every node's name is one. */
  private static final int NAME_LIMIT = 63;

  /** In these a pod's address may be another pod's by now. */
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  /**
   * @return empty where the pod isn't one of {@code statefulSet}'s, whatever its labels say: those
   *     are named by it and a number
   */
  static Optional<NodePod> of(String statefulSet, int peerPort, Pod pod) {
    String name = pod.getMetadata().getName();
    if (name.length() > NAME_LIMIT
        || !Pattern.matches(Pattern.quote(statefulSet) + "-[0-9]+", name)) {
      return Optional.empty();
    }
    Map<String, String> labels = pod.getMetadata().getLabels();
    return Optional.of(
        new NodePod(
            new NodeName(name),
            pod.getMetadata().getUid(),
            address(pod, peerPort),
            labels != null && "true".equals(labels.get(PRIMARY_LABEL))));
  }

  private static Optional<Address> address(Pod pod, int peerPort) {
    if (pod.getStatus() == null
        || pod.getStatus().getPodIP() == null
        || pod.getStatus().getPodIP().isBlank()
        || ENDED.contains(String.valueOf(pod.getStatus().getPhase()))) {
      return Optional.empty();
    }
    return Optional.of(new Address(pod.getStatus().getPodIP(), peerPort));
  }
}
