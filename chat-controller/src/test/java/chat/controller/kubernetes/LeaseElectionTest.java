package chat.controller.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.view.kubernetes.ApiCalls;
import chat.view.kubernetes.ApiLimits;
import chat.view.kubernetes.ApiServer;
import chat.view.kubernetes.ApiWay;
import chat.view.kubernetes.KubernetesAccess;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kubernetes")
class LeaseElectionTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final LeaseTimes TIMES =
      new LeaseTimes(Duration.ofSeconds(2), Duration.ofMillis(1500), Duration.ofMillis(300));

  private static ApiServer api;

  private final String name = "lease-" + UUID.randomUUID();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeAll
  static void makeNamespace() {
    api = new ApiServer();
  }

  @AfterAll
  static void deleteNamespace() {
    api.close();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private LeaseElection contender(String identity, KubernetesClient client) {
    KubernetesNames names =
        new KubernetesNames(api.namespace(), "view", "chat", "a=b", 7401, name, identity);
    ApiCalls calls = new ApiCalls(ApiLimits.DEFAULTS.request());
    LeaseElection election =
        new LeaseElection(client, names, TIMES, calls, new RecordedFaults(), System::nanoTime);
    open.add(calls);
    open.add(election);
    return election;
  }

  private LeaseElection started(String identity) {
    LeaseElection election = contender(identity, api.client());
    election.start(() -> {});
    return election;
  }

  private Lease lease() {
    return api.client().leases().inNamespace(api.namespace()).withName(name).require();
  }

  /** A lease as one leaves it that will never renew it. */
  private void abandoned(ZonedDateTime renewed) {
    var _ =
        api.client()
            .resource(
                new LeaseBuilder()
                    .withNewMetadata()
                    .withNamespace(api.namespace())
                    .withName(name)
                    .endMetadata()
                    .withNewSpec()
                    .withHolderIdentity("dead")
                    .withLeaseDurationSeconds(1)
                    .withRenewTime(renewed)
                    .withLeaseTransitions(4)
                    .endSpec()
                    .build())
            .create();
  }

  @Test
  void whoIsAloneIsElected() {
    LeaseElection alone = started("a");
    await().atMost(PATIENCE).until(alone::isHolder);
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("a");
  }

  @Test
  void whoEndsIsFollowedAtOnce() {
    LeaseElection first = started("a");
    await().atMost(PATIENCE).until(first::isHolder);
    LeaseElection second = started("b");
    first.close();
    assertThat(first.isHolder()).isFalse();
    await().atMost(PATIENCE).until(second::isHolder);
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void aReleasedLeaseIsNobodys() {
    LeaseElection alone = started("a");
    await().atMost(PATIENCE).until(alone::isHolder);
    alone.close();
    assertThat(lease().getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void whoCrashedIsFollowedThoughItsClockWasHoursAhead() {
    abandoned(ZonedDateTime.now(ZoneOffset.UTC).plusHours(5));
    LeaseElection survivor = started("b");
    await().atMost(PATIENCE).until(survivor::isHolder);
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(5);
  }

  @Test
  void aLeaseOfMyOwnNameIsTakenUpAfterARestart() {
    abandoned(ZonedDateTime.now(ZoneOffset.UTC));
    LeaseElection again = started("dead");
    await().atMost(PATIENCE).until(again::isHolder);
    assertThat(lease().getSpec().getLeaseTransitions()).isEqualTo(4);
  }

  @Test
  void whileTheApiServerHangsNobodyIsElectedAndAfterwardsSomebodyIs() throws Exception {
    ApiWay way = new ApiWay(api.admin());
    open.add(way);
    KubernetesClient client =
        KubernetesAccess.client(
            new ConfigBuilder(Config.empty()).withMasterUrl(way.url()).build(), ApiLimits.DEFAULTS);
    open.add(client);
    LeaseElection only = contender("a", client);
    only.start(() -> {});
    await().atMost(PATIENCE).until(only::isHolder);
    way.setSilent(true);
    way.deafen();
    await().atMost(PATIENCE).until(() -> !only.isHolder());
    way.setSilent(false);
    await().atMost(PATIENCE).until(only::isHolder);
  }

  @Test
  void whoNeverHeardThatItWonReleasesTheLeaseAllTheSame() {
    abandoned(ZonedDateTime.now(ZoneOffset.UTC));
    contender("dead", api.client()).close();
    assertThat(lease().getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void whoEndsLeavesAnothersLeaseAlone() {
    abandoned(ZonedDateTime.now(ZoneOffset.UTC));
    contender("a", api.client()).close();
    assertThat(lease().getSpec().getHolderIdentity()).isEqualTo("dead");
  }

  @Test
  void aDeletedLeaseIsMadeAgain() {
    LeaseElection alone = started("a");
    await().atMost(PATIENCE).until(alone::isHolder);
    String uid = lease().getMetadata().getUid();
    api.client().leases().inNamespace(api.namespace()).withName(name).delete();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Lease now = api.client().leases().inNamespace(api.namespace()).withName(name).get();
              return now != null && !now.getMetadata().getUid().equals(uid);
            });
    await().atMost(PATIENCE).until(alone::isHolder);
  }
}
