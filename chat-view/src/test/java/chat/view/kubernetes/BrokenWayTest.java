package chat.view.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.view.View;
import chat.view.ViewStore.Outcome;
import chat.view.ViewStoreException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Between the store and a real API server the connections break, hang, and lose answers. */
@Tag("kubernetes")
class BrokenWayTest {
  private static final View FIRST = first(member("chat-0"), member("chat-1"));
  private static final View SECOND = FIRST.promoting(member("chat-1"));
  private static final View THIRD = SECOND.promoting(member("chat-0"));

  private static final ApiLimits IMPATIENT =
      new ApiLimits(
          Duration.ofMillis(500),
          Duration.ofMillis(1000),
          Duration.ofMillis(500),
          Duration.ofMillis(10),
          Duration.ofMillis(100));

  private static ApiServer api;

  private final String name = "view-" + UUID.randomUUID();
  private ApiWay way;
  private KubernetesClient client;
  private ConfigMapViewStore store;
  private ConfigMapViewStore direct;

  @BeforeAll
  static void makeNamespace() {
    api = new ApiServer();
  }

  @AfterAll
  static void deleteNamespace() {
    api.close();
  }

  @BeforeEach
  void open() throws Exception {
    way = new ApiWay(api.admin());
    Config plain =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(way.url())
            .withNamespace(api.namespace())
            .build();
    client = KubernetesAccess.client(plain, IMPATIENT);
    store = new ConfigMapViewStore(client, api.namespace(), name, IMPATIENT);
    direct = new ConfigMapViewStore(api.client(), api.namespace(), name, ApiServer.PATIENT);
    direct.compareAndSet(FIRST);
    assertThat(store.read()).contains(FIRST);
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    direct.close();
    client.close();
    way.close();
  }

  @Test
  void aWriteWhoseAnswerIsLostIsUnknownThoughItIsStored() throws Exception {
    way.plan(ApiWay.Fault.ANSWER_LOST);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.read()).contains(SECOND);
  }

  @Test
  void aWriteWhoseAnswerStopsInItsMidstIsUnknownThoughItIsStored() throws Exception {
    way.plan(ApiWay.Fault.ANSWER_STOPS);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.read()).contains(SECOND);
  }

  @Test
  void aWriteThatHangsIsUnknownAndMayLandLater() throws Exception {
    way.plan(ApiWay.Fault.HELD);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.UNKNOWN);
    assertThat(store.read()).contains(FIRST);
    way.release();
    await().untilAsserted(() -> assertThat(store.read()).contains(SECOND));
  }

  @Test
  void aHeldWriteOverwritesNothingThatWasWrittenMeanwhile() throws Exception {
    View other = FIRST.without(member("chat-1"));
    way.plan(ApiWay.Fault.HELD);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.UNKNOWN);
    assertThat(direct.compareAndSet(other)).isEqualTo(Outcome.STORED);
    way.release();
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.CONFLICT);
    assertThat(direct.read()).contains(other);
  }

  @Test
  void aHangingServerIsAnErrorToReadersAndLeavesAWriteUnknown() throws Exception {
    way.cut();
    way.setSilent(true);
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.UNKNOWN);
    way.setSilent(false);
    assertThat(store.read()).contains(FIRST);
  }

  @Test
  void aHangingServerIsAnErrorForCertainToWhoHasNotReadYet() throws Exception {
    way.cut();
    way.setSilent(true);
    try (ConfigMapViewStore fresh =
        new ConfigMapViewStore(client, api.namespace(), name, IMPATIENT)) {
      assertThatThrownBy(() -> fresh.compareAndSet(SECOND)).isInstanceOf(ViewStoreException.class);
    }
  }

  @Test
  void aServerThatIsAwayIsAnErrorForCertain() throws Exception {
    way.close();
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
    assertThatThrownBy(() -> store.compareAndSet(SECOND)).isInstanceOf(ViewStoreException.class);
  }

  @Test
  void aWatchRehearsesAWriteThatChangesNothing() throws Exception {
    String version = version();
    way.plan(ApiWay.Fault.ANSWER_LOST);
    store.watch(_ -> {});
    await().until(way::isSpent);
    assertThat(store.read()).contains(FIRST);
    assertThat(version()).isEqualTo(version);
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.STORED);
  }

  private String version() {
    return api.client()
        .configMaps()
        .inNamespace(api.namespace())
        .withName(name)
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  @Test
  void aWatchWhoseConnectionBreaksSeesWhatComesAfter() throws Exception {
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    store.watch(seen::add);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST));
    way.cut();
    direct.compareAndSet(SECOND);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST, SECOND));
    way.cut();
    direct.compareAndSet(THIRD);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST, SECOND, THIRD));
  }

  @Test
  void aWatchWhoseConnectionIsSilentlyDeadSeesWhatComesAfter() throws Exception {
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    store.watch(seen::add);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST));
    way.deafen();
    direct.compareAndSet(SECOND);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST, SECOND));
  }

  @Test
  void aWatchThatBeganBeforeTheServerAnsweredSeesTheView() throws Exception {
    way.cut();
    way.setSilent(true);
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    store.watch(seen::add);
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
    assertThat(seen).isEmpty();
    way.setSilent(false);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST));
  }
}
