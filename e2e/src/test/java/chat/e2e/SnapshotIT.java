package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log no longer goes back to the beginning. */
@Tag("e2e")
@Timeout(900)
class SnapshotIT {
  private static final int MESSAGES = 400;
  private static final int RETAINED = 50;

  @Test
  void a_new_node_that_needs_a_snapshot_keeps_everything_when_all_others_are_killed()
      throws Exception {
    try (Run run = Run.of(3, "-Dchat.log.retained.entries=" + RETAINED)) {
      TestClient alice = run.register("alice");
      run.register("bob");
      List<Acknowledged> sent = new ArrayList<>();
      for (int i = 1; i <= MESSAGES; i++) {
        sent.add(alice.send("bob", "message " + i));
      }
      List<LocalNode> old = List.copyOf(run.cluster.nodes());
      LocalNode added = run.cluster.addNode();
      run.awaitAllInSync();
      assertThat(added.process().output()).contains("installed the snapshot of");
      var hashes = run.eye.awaitHashesOfOneIndex(Run.PATIENCE_MILLIS);
      assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);

      old.forEach(node -> node.process().kill());
      run.awaitInSync(Set.of(added.name()));
      sent.add(alice.send("bob", "and one more"));
      assertThat(run.primary()).isEqualTo(added);
      assertThat(History.faults(sent, run.login("bob").history("alice"))).isEmpty();
      run.succeeded();
    }
  }
}
