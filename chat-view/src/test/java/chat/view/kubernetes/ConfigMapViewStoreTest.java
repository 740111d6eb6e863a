package chat.view.kubernetes;

import static chat.view.Views.first;
import static chat.view.Views.member;
import static chat.view.Views.withRev;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.view.ClusterId;
import chat.view.DamagedViewException;
import chat.view.View;
import chat.view.ViewStore;
import chat.view.ViewStore.Outcome;
import chat.view.ViewStoreContract;
import chat.view.ViewStoreException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract at a real API server, with a controller's rights, and what is special there. */
@Tag("kubernetes")
class ConfigMapViewStoreTest extends ViewStoreContract {
  private static final View FIRST = first(member("chat-0"), member("chat-1"));
  private static final View SECOND = FIRST.promoting(member("chat-1"));

  private static ApiServer api;

  private final String name = "view-" + UUID.randomUUID();
  private @Nullable KubernetesClient controller;

  @BeforeAll
  static void makeNamespace() {
    api = new ApiServer();
  }

  @AfterAll
  static void deleteNamespace() {
    api.close();
  }

  @Override
  protected ViewStore client() {
    KubernetesClient user = controller;
    if (user == null) {
      user = api.user(name, ApiServer.named(name), ApiServer.creating());
      controller = user;
    }
    return store(user);
  }

  private ViewStore store(KubernetesClient client) {
    return new ConfigMapViewStore(client, api.namespace(), name, ApiServer.PATIENT);
  }

  private Resource<ConfigMap> map() {
    return api.client().configMaps().inNamespace(api.namespace()).withName(name);
  }

  private void edit(Map<String, String> data) {
    map().edit(map -> new ConfigMapBuilder(map).withData(data).build());
  }

  @Test
  void aPersonReadsWhoLeadsBesideTheView() throws Exception {
    client().compareAndSet(FIRST);
    client().compareAndSet(SECOND);
    assertThat(map().get().getData())
        .containsKey("view.json")
        .containsEntry("primary", "chat-1")
        .containsEntry("primaryAddress", "127.0.0.1:7410")
        .containsEntry("epoch", "2")
        .containsEntry("inSync", "chat-0,chat-1")
        .containsEntry("clusterId", "cluster-1");
  }

  @Test
  void whatOthersWroteIntoTheConfigMapStays() throws Exception {
    client().compareAndSet(FIRST);
    map()
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToLabels("team", "chat")
                    .endMetadata()
                    .addToData("note", "hands off")
                    .build());
    assertThat(client().compareAndSet(SECOND)).isEqualTo(Outcome.STORED);
    assertThat(map().get().getMetadata().getLabels()).containsEntry("team", "chat");
    assertThat(map().get().getData()).containsEntry("note", "hands off");
  }

  @Test
  void whatOthersWroteSinceItWasReadStaysToo() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    map()
        .edit(
            map ->
                new ConfigMapBuilder(map)
                    .editMetadata()
                    .addToLabels("team", "chat")
                    .endMetadata()
                    .build());
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.STORED);
    assertThat(map().get().getMetadata().getLabels()).containsEntry("team", "chat");
  }

  @Test
  void theFirstViewHasNoOwnerThatTakesItAlong() throws Exception {
    client().compareAndSet(FIRST);
    assertThat(map().get().getMetadata().getOwnerReferences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "no view"})
  void aDamagedViewIsAnErrorAndIsNotOverwritten(String content) throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    edit(Map.of("view.json", content));
    assertThatThrownBy(store::read)
        .isInstanceOf(DamagedViewException.class)
        .hasMessageContaining(name);
    assertThatThrownBy(() -> store.compareAndSet(FIRST)).isInstanceOf(DamagedViewException.class);
    assertThat(map().get().getData()).containsEntry("view.json", content);
  }

  @Test
  void aConfigMapWithoutAViewIsDamaged() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    edit(Map.of());
    assertThatThrownBy(store::read).isInstanceOf(DamagedViewException.class);
  }

  @Test
  void aDeletedConfigMapIsNoViewAndTakesNoHigherRev() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    map().delete();
    assertThat(store.read()).isEmpty();
    assertThat(store.compareAndSet(SECOND)).isEqualTo(Outcome.CONFLICT);
    assertThat(store.read()).isEmpty();
  }

  @Test
  void aWatchOutlivesDamageAndDeletion() throws Exception {
    ViewStore store = client();
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    store.compareAndSet(FIRST);
    store.watch(seen::add);
    await().until(() -> seen.contains(FIRST));
    edit(Map.of("view.json", "no view"));
    map().delete();
    store.compareAndSet(FIRST);
    store.compareAndSet(SECOND);
    await().untilAsserted(() -> assertThat(seen).containsExactly(FIRST, SECOND));
    store.close();
  }

  @Test
  void aNodesRightsSufficeForAllButTheFirstView() throws Exception {
    ViewStore node = store(api.user("node-" + name, ApiServer.named(name)));
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    node.watch(seen::add);
    assertThat(node.read()).isEmpty();
    assertThatThrownBy(() -> node.compareAndSet(FIRST))
        .isInstanceOf(ViewStoreException.class)
        .hasMessageContaining("403");
    client().compareAndSet(FIRST);
    assertThat(node.compareAndSet(SECOND)).isEqualTo(Outcome.STORED);
    assertThat(node.read()).contains(SECOND);
    await().untilAsserted(() -> assertThat(seen).last().isEqualTo(SECOND));
    node.close();
  }

  @Test
  void whoMayOnlyReadIsShownViewsAndRefusedWrites() throws Exception {
    client().compareAndSet(FIRST);
    PolicyRule reading =
        new PolicyRuleBuilder(ApiServer.named(name)).withVerbs("get", "watch").build();
    ViewStore reader = store(api.user("reader-" + name, reading));
    ConcurrentLinkedQueue<View> seen = new ConcurrentLinkedQueue<>();
    reader.watch(seen::add);
    await().until(() -> seen.contains(FIRST));
    assertThatThrownBy(() -> reader.compareAndSet(SECOND))
        .isInstanceOf(ViewStoreException.class)
        .hasMessageContaining("403");
    client().compareAndSet(SECOND);
    await().until(() -> seen.contains(SECOND));
    reader.close();
  }

  @Test
  void aRestoredClusterIsWrittenWhereANewerViewOfTheOldOneWasKnown() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    store.compareAndSet(SECOND);
    map().delete();
    View restored =
        new View(
            new ClusterId("restored"),
            FIRST.rev(),
            FIRST.epoch(),
            FIRST.primary(),
            FIRST.inSync(),
            FIRST.addresses());
    assertThat(store.compareAndSet(restored)).isEqualTo(Outcome.STORED);
    View next = restored.promoting(member("chat-1"));
    assertThat(store.compareAndSet(SECOND.promoting(member("chat-0")))).isEqualTo(Outcome.CONFLICT);
    assertThat(store.compareAndSet(next)).isEqualTo(Outcome.STORED);
    assertThat(store.read()).contains(next);
  }

  @Test
  void whatMayNotBeReadIsAnErrorAndNeverNoView() {
    ViewStore stranger = store(api.user("stranger-" + name));
    assertThatThrownBy(stranger::read)
        .isInstanceOf(ViewStoreException.class)
        .hasMessageContaining("403");
    stranger.close();
  }

  @Test
  void aMissingNamespaceRefusesTheFirstView() {
    ViewStore store =
        new ConfigMapViewStore(api.client(), api.namespace() + "-not", name, ApiServer.PATIENT);
    assertThatThrownBy(() -> store.compareAndSet(FIRST))
        .isInstanceOf(ViewStoreException.class)
        .hasMessageContaining("404");
    store.close();
  }

  @Test
  void aClosedStoreAnswersNothing() throws Exception {
    ViewStore store = client();
    store.compareAndSet(FIRST);
    store.close();
    assertThatThrownBy(store::read).isInstanceOf(ViewStoreException.class);
    assertThatThrownBy(() -> store.compareAndSet(withRev(FIRST, 2)))
        .isInstanceOf(ViewStoreException.class);
  }
}
