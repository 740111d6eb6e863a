package chat.controller.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.controller.coordinator.Contact;
import chat.controller.coordinator.Report;
import chat.view.Address;
import chat.view.NodeName;
import chat.view.Rev;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcNodeProbesTest {
  private static final NodeName NAME = new NodeName("chat-0");
  private static final ProbeTimes TIMES =
      new ProbeTimes(Duration.ofMillis(50), Duration.ofMillis(700));

  private final SortedMap<NodeName, Address> nodes = new ConcurrentSkipListMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final GrpcNodeProbes probes =
      new GrpcNodeProbes(
          () -> new TreeMap<>(nodes), TIMES, new Introduction("chat-controller-0", "1.2.3"));
  private final FakeNode node;

  GrpcNodeProbesTest() throws Exception {
    node = new FakeNode("chat-0");
  }

  @BeforeEach
  void begin() {
    nodes.put(NAME, node.address());
    probes.start(changes::incrementAndGet);
    await().until(() -> probes.current().get(NAME) instanceof Contact.Answers);
  }

  @AfterEach
  void end() throws Exception {
    probes.close();
    node.close();
  }

  private void awaitLost(String why) {
    await()
        .untilAsserted(
            () ->
                assertThat(probes.current().get(NAME))
                    .isInstanceOfSatisfying(
                        Contact.Lost.class, lost -> assertThat(lost.why()).contains(why)));
  }

  @Test
  void whatANodeSaysIsSeen() {
    node.says(report -> report.setLostPrimary(true).setLastIndex(7).setEmptyDisk(false));
    await()
        .until(
            () ->
                probes.current().get(NAME) instanceof Contact.Answers(Report report)
                    && report.lostPrimary()
                    && report.lastIndex() == 7);
    assertThat(changes).hasPositiveValue();
  }

  @Test
  void aNodeThatDiedRefusesAndIsLostAndIsFoundWhenItIsBack() throws Exception {
    node.die();
    awaitLost("connection refused");
    node.comeBack();
    await().until(() -> probes.current().get(NAME) instanceof Contact.Answers);
  }

  @Test
  void aNodeThatHangsIsLostAfterTheLimit() {
    node.hang();
    awaitLost("silent for over 700 ms");
  }

  @Test
  void anotherNodeAtTheAddressIsNoAnswer() {
    node.says(report -> report.setNode("chat-9"));
    awaitLost("chat-9");
  }

  @Test
  void aReportThatCannotBeUnderstoodIsNoAnswer() {
    node.says(report -> report.setStorageId("NOT AN ID"));
    awaitLost("not a storage id");
  }

  @Test
  void nodesHearWhoWatchesThem() {
    assertThat(node.watchedBy()).containsExactly("chat-controller-0 1.2.3");
  }

  @Test
  void nodesAreToldOfANewView() {
    probes.viewChanged(new Rev(7));
    await().until(() -> node.told().contains(7L));
  }

  @Test
  void aNodeThatIsListedLaterIsSeenAndOneThatIsTakenOutIsNot() throws Exception {
    try (FakeNode later = new FakeNode("chat-1")) {
      NodeName name = new NodeName("chat-1");
      nodes.put(name, later.address());
      await().until(() -> probes.current().get(name) instanceof Contact.Answers);
      nodes.remove(NAME);
      await().until(() -> !probes.current().containsKey(NAME));
    }
  }
}
