package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Processes and pods end, by accident and by intent, while two users chat. */
@Tag("kubernetes")
@Timeout(1200)
class PodsIT {
  @RegisterExtension static final Stage STAGE = Stage.of("pods", Release.OPERATORS);

  private Release release;

  @BeforeEach
  void settled() {
    release = STAGE.release();
    release.awaitSettled(Stage.NODES);
  }

  @Test
  void the_primarys_process_is_killed_in_its_container() {
    try (TwoUsers users = new TwoUsers(release, "killed")) {
      users.throughEach(
          "primary's process killed",
          () -> {
            Pod primary = release.primary();
            release.kill(primary);
            release.awaitRestarted(primary);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_primarys_pod_is_deleted() {
    try (TwoUsers users = new TwoUsers(release, "deleted")) {
      users.throughEach(
          "primary's pod deleted",
          () -> {
            Pod primary = release.primary();
            release.kubectl("delete", "pod", Pods.name(primary));
            release.awaitReplaced(primary);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_primarys_pod_is_deleted_by_force() {
    try (TwoUsers users = new TwoUsers(release, "forced")) {
      Pod primary = release.primary();
      users.through(
          "primary's pod deleted by force",
          () -> {
            release.kubectl("delete", "pod", Pods.name(primary), "--force", "--grace-period=0");
            release.awaitReplaced(primary);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void both_controllers_are_deleted_and_the_primary_is_killed() {
    try (TwoUsers users = new TwoUsers(release, "controllers")) {
      Pod primary = release.primary();
      Set<String> old = Set.copyOf(release.controllers().names());
      users.through(
          "both controllers deleted, primary's process killed",
          () -> {
            release.kubectl(
                "delete",
                "pod",
                "--selector=app.kubernetes.io/component=controller",
                "--force",
                "--grace-period=0");
            release.kill(primary);
            release.awaitRestarted(primary);
            release.awaitSettled(Stage.NODES);
          });
      Condition.await(
          "two other controllers",
          Release.PATIENCE_MILLIS,
          () ->
              release.controllers().all().stream()
                      .filter(pod -> Pods.isReady(pod) && !old.contains(Pods.name(pod)))
                      .count()
                  == 2,
          release.controllers()::describe);
      users.judge();
    }
  }

  @Test
  void a_rollout_restarts_every_node() {
    try (TwoUsers users = new TwoUsers(release, "rollout")) {
      Set<String> old = uids();
      users.through(
          "rollout restart",
          () -> {
            release.kubectl("rollout", "restart", "statefulset/" + Release.NAME);
            awaitAllOther(old);
          });
      users.judge();
    }
  }

  @Test
  void helm_upgrades_to_another_image_tag() {
    try (TwoUsers users = new TwoUsers(release, "upgrade")) {
      Set<String> old = uids();
      users.through(
          "helm upgrade to another image tag",
          () -> {
            release.upgrade(Release.OPERATORS, Stage.imageTag("CHAT_IMAGE_TAG_NEXT"));
            awaitAllOther(old);
          });
      users.judge();
    }
  }

  @Test
  void a_backup_loses_its_volume_with_its_pod() {
    try (TwoUsers users = new TwoUsers(release, "volume")) {
      Pod backup = release.backup();
      String claim = "data-" + Pods.name(backup);
      users.through(
          "a backup's volume and pod deleted",
          () -> {
            release.kubectl("delete", "pvc", claim, "--wait=false");
            release.kubectl("delete", "pod", Pods.name(backup));
            release.awaitReplaced(backup);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_primarys_machine_is_drained() {
    String machine = machineOfOne();
    try (TwoUsers users = new TwoUsers(release, "drain")) {
      users.throughEach(
          "primary's machine drained",
          () -> {
            release.leadOn(machine);
            users.settle();
          },
          () -> drain(machine));
      users.judge();
    }
  }

  private void drain(String machine) {
    Pod primary = release.primary();
    assertThat(Pods.machine(primary)).isEqualTo(machine);
    try {
      release.kubectl(
          "drain",
          machine,
          "--ignore-daemonsets",
          "--delete-emptydir-data",
          "--pod-selector=app.kubernetes.io/instance=" + Release.NAME,
          "--timeout=120s");
      release.eye().awaitInSync(others(primary), Release.PATIENCE_MILLIS);
    } finally {
      release.kubectl("uncordon", machine);
    }
    release.awaitSettled(Stage.NODES);
  }

  /** A node can't move to another machine than its volume's: where two are, a drain waits. */
  private String machineOfOne() {
    return release.nodes().all().stream()
        .collect(Collectors.groupingBy(Pods::machine, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() == 1)
        .findFirst()
        .orElseThrow(() -> new AssertionError("not spread: " + release.nodes().describe()))
        .getKey();
  }

  private Set<String> others(Pod but) {
    return release.nodes().names().stream()
        .filter(name -> !name.equals(Pods.name(but)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<String> uids() {
    return release.nodes().all().stream().map(Pods::uid).collect(Collectors.toUnmodifiableSet());
  }

  private void awaitAllOther(Set<String> old) {
    Condition.await(
        "every node replaced",
        2 * Release.PATIENCE_MILLIS,
        () -> uids().size() == Stage.NODES && uids().stream().noneMatch(old::contains),
        release.nodes()::describe);
    release.awaitSettled(Stage.NODES);
  }
}
