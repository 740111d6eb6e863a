package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.view.kubernetes.ApiCalls;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kubernetes")
class ViewEventsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private ApiServer api;
  private ApiCalls calls;
  private KubernetesClient allowed;
  private ViewEvents events;

  @BeforeEach
  void begin() throws Exception {
    api = new ApiServer();
    allowed = api.user("controller", ChartRole.rules(api.client()));
    calls = new ApiCalls(ApiLimits.DEFAULTS.request());
    events = another();
  }

  private ViewEvents another() {
    return new ViewEvents(
        allowed,
        new KubernetesNames(api.namespace(), "view", "chat", "a=b", 7401, "lease", "me"),
        calls,
        new RecordedFaults());
  }

  @AfterEach
  void end() {
    events.close();
    calls.close();
    api.close();
  }

  private List<Event> told() {
    return api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
        .filter(event -> ViewEvents.COMPONENT.equals(event.getReportingComponent()))
        .toList();
  }

  @Test
  void whatIsToldBeforeThereIsAStatefulSetIsSaidOnceThereIsOne() {
    events.tell(ViewStory.waiting(Optional.empty(), "no pods"));
    new NodePods(api.client(), api.namespace()).ask("chat", 0);
    await().atMost(PATIENCE).until(() -> told().size() == 1);
    assertThat(told().getFirst().getMessage()).isEqualTo("no pods");
  }

  @Test
  void whatTwoControllersTellIsOneEvent() {
    new NodePods(api.client(), api.namespace()).ask("chat", 0);
    ViewNote note =
        new ViewNote("c.r2.primary-changed", ViewNote.Reason.PRIMARY_CHANGED, "B leads");
    ViewNote last = new ViewNote("c.r3.member-joined.a", ViewNote.Reason.MEMBER_JOINED, "A joined");
    events.tell(note);
    await().atMost(PATIENCE).until(() -> told().size() == 1);
    ViewEvents other = another();
    other.tell(note);
    other.tell(last);
    await().atMost(PATIENCE).until(() -> told().size() == 2);
    other.close();
  }

  @Test
  void aWaitThatIsToldAgainIsOneEventThatCounts() {
    new NodePods(api.client(), api.namespace()).ask("chat", 0);
    events.tell(ViewStory.waiting(Optional.empty(), "chat-0 is missing"));
    events.tell(ViewStory.waiting(Optional.empty(), "chat-1 is missing"));
    await().atMost(PATIENCE).until(() -> told().size() == 1 && told().getFirst().getCount() == 2);
    assertThat(told().getFirst().getMessage()).isEqualTo("chat-1 is missing");
  }
}
