package chat.cli.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to try, in which order: the primary, those in sync, any other pod (every node forwards).
 * Pods that are known not to run are left out, unless no other is left.
 */
final class TunnelPlan {
  private TunnelPlan() {}

  static List<String> order(Optional<ReleaseView> view, List<PodState> pods) {
    Set<String> wanted = new LinkedHashSet<>();
    view.map(ReleaseView::primary).filter(p -> !p.isEmpty()).ifPresent(wanted::add);
    view.map(ReleaseView::inSync).ifPresent(wanted::addAll);
    pods.stream().map(PodState::name).forEach(wanted::add);
    List<String> running = new ArrayList<>(wanted);
    if (!pods.isEmpty()) {
      running.retainAll(pods.stream().filter(PodState::isRunning).map(PodState::name).toList());
    }
    return running.isEmpty() ? List.copyOf(wanted) : List.copyOf(running);
  }
}
