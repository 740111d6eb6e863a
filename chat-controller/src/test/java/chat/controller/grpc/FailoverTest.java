package chat.controller.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.controller.host.ControlLoop;
import chat.controller.host.Election;
import chat.controller.host.LoopTimes;
import chat.controller.host.SilentJournal;
import chat.proto.control.v1.Role;
import chat.view.Address;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.FileViewStore;
import chat.view.NodeName;
import chat.view.Rev;
import chat.view.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two controllers, a view in a file, three nodes on real ports. */
class FailoverTest {
  private static final ProbeTimes TIMES =
      new ProbeTimes(Duration.ofMillis(100), Duration.ofMillis(1000));

  @TempDir Path folder = Path.of("unset");

  private final List<FakeNode> nodes = new ArrayList<>();
  private final List<ControlLoop> controllers = new ArrayList<>();
  private final SortedMap<NodeName, Address> known = new TreeMap<>();

  private FileViewStore store() throws Exception {
    return new FileViewStore(folder.resolve("view.json"));
  }

  @BeforeEach
  void begin() throws Exception {
    for (int i = 0; i < 3; i++) {
      FakeNode node = new FakeNode("chat-" + i);
      nodes.add(node);
      known.put(new NodeName("chat-" + i), node.address());
    }
    for (int i = 0; i < 2; i++) {
      ControlLoop controller =
          new ControlLoop(
              store(),
              new GrpcNodeProbes(() -> known, TIMES, new Introduction("", "")),
              () -> 3,
              Election.unopposed(),
              new LoopTimes(TIMES.interval(), TIMES.interval(), Duration.ZERO),
              () -> new ClusterId("cluster-1"),
              new SilentJournal());
      controllers.add(controller);
      controller.start();
    }
    await().until(() -> store().read().isPresent());
    for (FakeNode node : nodes) {
      node.says(
          report ->
              report
                  .setEmptyDisk(false)
                  .setClusterId("cluster-1")
                  .setRole(Role.ROLE_BACKUP)
                  .setPromise(1));
    }
    nodes.get(0).says(report -> report.setRole(Role.ROLE_PRIMARY));
  }

  @AfterEach
  void end() throws Exception {
    controllers.forEach(ControlLoop::close);
    for (FakeNode node : nodes) {
      node.close();
    }
  }

  @Test
  void aDeadPrimaryIsReplacedOnceAndTheNodesAreTold() throws Exception {
    assertThat(store().read()).map(view -> view.primary().name().value()).contains("chat-0");
    nodes.get(2).says(report -> report.setLastEpoch(1).setLastIndex(5));
    nodes.get(0).die();
    nodes.get(1).says(report -> report.setLostPrimary(true));
    nodes.get(2).says(report -> report.setLostPrimary(true));
    await().until(() -> store().read().orElseThrow().epoch().equals(new Epoch(2)));
    View view = store().read().orElseThrow();
    assertThat(view.primary().name()).isEqualTo(new NodeName("chat-2"));
    assertThat(view.rev()).isEqualTo(new Rev(2));
    assertThat(view.inSync()).hasSize(3);
    await().until(() -> nodes.get(2).told().contains(2L));
  }
}
