package chat.cli.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads a pod as the API server describes it. */
final class PodStates {
  private static final String VERSION = "app.kubernetes.io/version";

  private PodStates() {}

  static PodState of(Pod pod) {
    Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
    List<ContainerStatus> containers =
        status.map(PodStatus::getContainerStatuses).orElse(List.of());
    return new PodState(
        pod.getMetadata().getName(),
        status.map(PodStatus::getPhase).orElse("Unknown"),
        !containers.isEmpty() && containers.stream().allMatch(ContainerStatus::getReady),
        pod.getMetadata().getDeletionTimestamp() != null,
        problem(status, containers),
        containers.stream().mapToInt(ContainerStatus::getRestartCount).sum(),
        Optional.ofNullable(pod.getSpec().getNodeName()).orElse(""),
        pod.getSpec().getContainers().isEmpty()
            ? ""
            : pod.getSpec().getContainers().getFirst().getImage(),
        Optional.ofNullable(pod.getMetadata().getLabels())
            .orElse(Map.of())
            .getOrDefault(VERSION, ""));
  }

  /** Why a container waits or ended; else why the pod can't be placed; else what the pod says. */
  private static String problem(Optional<PodStatus> status, List<ContainerStatus> containers) {
    Optional<String> ofContainer =
        containers.stream()
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .map(PodStates::reason)
            .flatMap(Optional::stream)
            .findFirst();
    Optional<String> ofPlace =
        status.stream()
            .flatMap(s -> s.getConditions().stream())
            .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
            .map(c -> c.getReason())
            .filter(Objects::nonNull)
            .findFirst();
    return ofContainer.or(() -> ofPlace).or(() -> status.map(PodStatus::getReason)).orElse("");
  }

  private static Optional<String> reason(ContainerState state) {
    if (state.getWaiting() != null) {
      return Optional.ofNullable(state.getWaiting().getReason());
    }
    return state.getTerminated() == null
        ? Optional.empty()
        : Optional.ofNullable(state.getTerminated().getReason());
  }
}
