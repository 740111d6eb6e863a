package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.TestClient;
import chat.e2e.cluster.LocalNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order a node does what belongs to its start. */
@Tag("e2e")
@Timeout(900)
class StartIT {
  private static final int PORT_TAKEN = 3;

  /** Once in sync, every write waits for a node, and it may be made primary. */
  @Test
  void a_node_that_no_client_could_reach_joins_nobody() throws IOException {
    try (Run run = Run.of(3)) {
      TestClient alice = run.register("alice");
      String primary = run.primary().name();
      LocalNode backup =
          run.cluster.nodes().stream().filter(n -> !n.name().equals(primary)).findFirst().get();
      backup.process().kill();
      alice.send("alice", "without " + backup.name());
      Set<String> others =
          run.cluster.nodes().stream()
              .map(LocalNode::name)
              .collect(Collectors.toCollection(TreeSet::new));
      others.remove(backup.name());
      run.awaitInSync(others);

      int before = backup.process().output().length();
      try (ServerSocket _ =
          new ServerSocket(backup.clientPort(), 1, InetAddress.getLoopbackAddress())) {
        backup.process().start();
        assertThat(backup.process().awaitExit(Run.PATIENCE_MILLIS))
            .as(backup.process().output())
            .isEqualTo(OptionalInt.of(PORT_TAKEN));
      }
      assertThat(backup.process().output().substring(before))
          .contains("clients' port")
          .doesNotContain("linked to", "\tat ");

      run.restart(backup);
      run.awaitAllInSync();
      run.succeeded();
    }
  }
}
