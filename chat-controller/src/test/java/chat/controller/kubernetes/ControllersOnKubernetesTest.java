package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.controller.grpc.FakeNode;
import chat.controller.grpc.GrpcNodeProbes;
import chat.controller.grpc.Introduction;
import chat.controller.grpc.ProbeTimes;
import chat.controller.host.ControlLoop;
import chat.controller.host.LoopTimes;
import chat.proto.control.v1.Role;
import chat.view.ClusterId;
import chat.view.Epoch;
import chat.view.NodeName;
import chat.view.View;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ApiServer;
import chat.view.kubernetes.ConfigMapViewStore;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole controllers at a real API server, allowed what the chart allows them and nothing else; real
 * pods whose nodes answer here.
 */
@Tag("kubernetes")
class ControllersOnKubernetesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ProbeTimes PROBES =
      new ProbeTimes(Duration.ofMillis(100), Duration.ofSeconds(5));
  private static final NodeName CHAT_0 = new NodeName("chat-0");
  private static final LeaseTimes LEASE =
      new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500));

  private record Controller(KubernetesSide side, ControlLoop loop, RecordedFaults faults) {
    void end() {
      loop.close();
      side.close();
    }
  }

  private final String network = "127." + ThreadLocalRandom.current().nextInt(1, 255) + ".77.";
  private final List<FakeNode> nodes = new ArrayList<>();
  private final List<Controller> controllers = new ArrayList<>();
  private ApiServer api;
  private NodePods pods;
  private ConfigMapViewStore views;
  private int port;

  @BeforeEach
  void begin() throws Exception {
    api = new ApiServer();
    pods = new NodePods(api.client(), api.namespace());
    views = new ConfigMapViewStore(api.client(), api.namespace(), "chat-view", ApiLimits.DEFAULTS);
    for (int i = 0; i < 3; i++) {
      FakeNode node = new FakeNode("chat-" + i, network + (i + 1), port);
      port = node.address().port();
      nodes.add(node);
    }
  }

  @AfterEach
  void end() throws Exception {
    controllers.forEach(Controller::end);
    for (FakeNode node : nodes) {
      node.close();
    }
    views.close();
    api.close();
  }

  private Controller controller(String identity) throws Exception {
    RecordedFaults faults = new RecordedFaults();
    KubernetesSide side =
        new KubernetesSide(
            api.user(identity, ChartRole.rules(api.client())),
            new KubernetesNames(
                api.namespace(),
                "chat-view",
                "chat",
                KubernetesNames.podSelectorOf("chat"),
                port,
                "chat-controller",
                identity),
            LEASE,
            ApiLimits.DEFAULTS,
            faults);
    GrpcNodeProbes probes =
        new GrpcNodeProbes(side.pods()::addresses, PROBES, new Introduction("", ""));
    ControlLoop loop =
        new ControlLoop(
            side.views(),
            probes,
            side.initialMembers(),
            side.election(),
            new LoopTimes(PROBES.interval(), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            () -> new ClusterId("cluster-1"),
            side.journal());
    Controller made = new Controller(side, loop, faults);
    controllers.add(made);
    side.start(probes::look);
    loop.start();
    return made;
  }

  private void podsRun() {
    pods.ask("chat", 3);
    for (int i = 0; i < 3; i++) {
      String name = "chat-" + i;
      await().atMost(PATIENCE).until(() -> pods.exists(name));
      pods.runsAt(name, network + (i + 1));
    }
  }

  private View view() throws Exception {
    return views.read().orElseThrow();
  }

  /** A first view stands, and the nodes act on it. */
  private void theClusterBegins() {
    podsRun();
    await().atMost(PATIENCE).until(() -> views.read().isPresent());
    for (FakeNode node : nodes) {
      node.says(
          report ->
              report
                  .setEmptyDisk(false)
                  .setClusterId("cluster-1")
                  .setRole(Role.ROLE_BACKUP)
                  .setPromise(1));
    }
    nodes.getFirst().says(report -> report.setRole(Role.ROLE_PRIMARY));
  }

  private void thePrimaryDies() throws Exception {
    nodes.getFirst().die();
    nodes.get(1).says(report -> report.setLostPrimary(true));
    nodes.get(2).says(report -> report.setLostPrimary(true));
  }

  private List<Event> events(String reason) {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> reason.equals(event.getReason()))
        .toList();
  }

  private void awaitPrimaryLabelOn(String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                List.of("chat-0", "chat-1", "chat-2").stream()
                    .filter(pods::isPrimary)
                    .toList()
                    .equals(List.of(name)));
  }

  @Test
  void asManyPodsAsTheStatefulSetAsksForMakeTheFirstView() throws Exception {
    Controller controller = controller("a");
    theClusterBegins();
    assertThat(view().inSync()).hasSize(3);
    awaitPrimaryLabelOn("chat-0");
    await().atMost(PATIENCE).until(() -> events("FirstView").size() == 1);
    Event told = events("FirstView").getFirst();
    assertThat(told.getInvolvedObject().getKind()).isEqualTo("StatefulSet");
    assertThat(told.getMessage()).contains("chat-0 leads");
    assertThat(controller.faults().dropped()).isEmpty();
  }

  @Test
  void twoControllersReplaceADeadPrimaryOnceAndTellItOnce() throws Exception {
    controller("a");
    controller("b");
    theClusterBegins();
    thePrimaryDies();
    await().atMost(PATIENCE).until(() -> view().epoch().equals(new Epoch(2)));
    assertThat(view().primary().name()).isEqualTo(new NodeName("chat-1"));
    nodes.get(1).says(r -> r.setRole(Role.ROLE_PRIMARY).setPromise(2).setLostPrimary(false));
    awaitPrimaryLabelOn("chat-1");
    await().atMost(PATIENCE).until(() -> events("PrimaryChanged").size() == 1);
    Event told = events("PrimaryChanged").getFirst();
    assertThat(told.getMessage())
        .startsWith("chat-1 leads instead of chat-0, epoch 2 after ")
        .contains("primary chat-0 is lost");
    assertThat(told.getCount()).isEqualTo(1);
    assertThat(view().epoch()).isEqualTo(new Epoch(2));
  }

  @Test
  void whenTheElectedControllerEndsTheOtherActs() throws Exception {
    Controller first = controller("a");
    theClusterBegins();
    Controller second = controller("b");
    controllers.remove(first);
    first.end();
    thePrimaryDies();
    await().atMost(PATIENCE).until(() -> view().epoch().equals(new Epoch(2)));
    await().atMost(PATIENCE).until(second.side().election()::isHolder);
    awaitPrimaryLabelOn("chat-1");
  }

  @Test
  void aPodThatComesBackUnderItsNameIsAskedAtItsNewAddressAndLabelledAgain() throws Exception {
    Controller controller = controller("a");
    theClusterBegins();
    awaitPrimaryLabelOn("chat-0");
    String uid = pods.get("chat-0").getMetadata().getUid();
    pods.delete("chat-0");
    await()
        .atMost(PATIENCE)
        .until(
            () -> pods.exists("chat-0") && !pods.get("chat-0").getMetadata().getUid().equals(uid));
    nodes.getFirst().die();
    FakeNode again = new FakeNode("chat-0", network + "9", port);
    nodes.set(0, again);
    again.says(
        report ->
            report
                .setEmptyDisk(false)
                .setClusterId("cluster-1")
                .setPromise(1)
                .setRole(Role.ROLE_PRIMARY));
    pods.runsAt("chat-0", network + "9");
    await()
        .atMost(PATIENCE)
        .until(() -> again.address().equals(controller.side().pods().addresses().get(CHAT_0)));
    awaitPrimaryLabelOn("chat-0");
    assertThat(view().epoch()).isEqualTo(new Epoch(1));
  }

  @Test
  void podsOfAnotherReleaseAndStrangersAreLeftAlone() throws Exception {
    pods.ask("another", 1);
    await().atMost(PATIENCE).until(() -> pods.exists("another-0"));
    pods.runsAt("another-0", network + "8");
    Controller controller = controller("a");
    podsRun();
    await().atMost(PATIENCE).until(() -> controller.side().pods().addresses().size() == 3);
    assertThat(controller.side().pods().addresses()).doesNotContainKey(new NodeName("another-0"));
  }

  @Test
  void aMemberThatLeftAndAWaitThatLastsAreTold() throws Exception {
    controller("a");
    theClusterBegins();
    View first = view();
    views.compareAndSet(first.without(first.inSync().last()));
    await().atMost(PATIENCE).until(() -> events("MemberRemoved").size() == 1);
    nodes.get(0).die();
    nodes.get(1).die();
    await().atMost(PATIENCE).until(() -> events("Waiting").size() == 1);
    assertThat(events("Waiting").getFirst().getMessage()).contains("chat-0", "chat-1");
  }
}
