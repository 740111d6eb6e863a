package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The cluster grows and shrinks with {@code kubectl scale} while two users chat. */
@Tag("kubernetes")
@Timeout(3600)
class ScaleIT {
  /** Of the log so little is kept that a new node needs a snapshot, one on its old volume none. */
  @RegisterExtension
  static final Stage STAGE =
      Stage.of("scale", "--set-string=nodes.config.chat\\.log\\.retained\\.bytes=10485760");

  private static final int GROWN = 5;

  /** How long nothing happens, to see what gaps there are without a cause. */
  private static final long CALM_MILLIS = 30_000;

  private static final List<String> OLD = List.of("chat-0", "chat-1", "chat-2");
  private static final List<String> JOINED = List.of("chat-3", "chat-4");

  @Test
  void two_nodes_join_and_alone_have_everything_then_leave_and_come_back() throws Exception {
    Release release = STAGE.release();
    try (Bulk bulk = new Bulk(release, Budgets.DATABASE_MIB)) {
      bulk.send();
      grow(release, "first", "5 nodes instead of 3, each by a snapshot");
      assertThat(snapshotBytes(release)).allSatisfy(bytes -> assertThat(bytes).isPositive());
      bulk.judge();
      loseTheOldOnes(release);
      bulk.judge();
      shrink(release);
      grow(release, "again", "5 nodes again, on their old volumes");
      assertThat(snapshotBytes(release)).containsOnly(0.0);
      bulk.judge();
    }
  }

  private static void grow(Release release, String name, String event) {
    try (TwoUsers users = new TwoUsers(release, "grow-" + name)) {
      users.through("nothing, to compare with", () -> users.chatFor(CALM_MILLIS));
      double before = users.rate();
      long from = System.nanoTime();
      int count = users.count();
      users.through(
          event,
          () -> {
            scale(release, GROWN);
            release.awaitSettled(GROWN);
            double seconds = (System.nanoTime() - from) / 1e9;
            Figures.line(
                String.format(
                    "  in sync after %.1f s; %.0f messages a second meanwhile, %.0f before",
                    seconds, (users.count() - count) / seconds, before));
          });
      users.judge();
    }
  }

  /** Pods and volumes of all nodes that aren't the joined ones, at once. */
  private static void loseTheOldOnes(Release release) {
    try (TwoUsers users = new TwoUsers(release, "alone")) {
      List<Pod> old = OLD.stream().map(release.nodes()::get).toList();
      users.through(
          "the three old nodes lost with their volumes",
          () -> {
            old.forEach(release::kill);
            for (String name : OLD) {
              release.kubectl("delete", "pvc", "data-" + name, "--wait=false");
            }
            release.kubectl("delete", "pod", "chat-0", "chat-1", "chat-2", "--grace-period=1");
            users.awaitMore(GROWN);
            old.forEach(release::awaitReplaced);
            release.awaitSettled(GROWN);
          });
      users.judge();
    }
  }

  private static void shrink(Release release) {
    try (TwoUsers users = new TwoUsers(release, "shrink")) {
      users.through(
          "3 nodes instead of 5",
          () -> {
            scale(release, Stage.NODES);
            Condition.await(
                "the joined nodes gone",
                Release.PATIENCE_MILLIS,
                () -> release.nodes().all().size() == Stage.NODES,
                release.nodes()::describe);
            release.awaitSettled(Stage.NODES);
          });
      assertThat(Set.of(release.view().getOrDefault("inSync", "").split(",")))
          .isEqualTo(Set.copyOf(OLD));
      users.judge();
    }
  }

  private static void scale(Release release, int replicas) {
    release.kubectl("scale", "statefulset/" + Release.NAME, "--replicas=" + replicas);
  }

  /** What each of the joined nodes' processes took in snapshots. */
  private static List<Double> snapshotBytes(Release release) {
    return JOINED.stream()
        .map(name -> release.nodes().metric(name, "chat_snapshot_expected_bytes"))
        .toList();
  }
}
