package chat.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.node.host.LoopLimits;
import chat.node.sqlite.StoreSettings;
import chat.proto.chat.v1.AccountServiceGrpc;
import chat.proto.chat.v1.ChatServiceGrpc;
import chat.proto.chat.v1.ClusterServiceGrpc;
import chat.proto.chat.v1.DirectoryServiceGrpc;
import chat.proto.chat.v1.GroupServiceGrpc;
import chat.proto.chat.v1.SubscribeResponse;
import com.google.protobuf.ByteString;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A primary that is cut off from all others, on three whole nodes, and who listens to it. */
@Timeout(300)
class CutOffPrimaryTest {
  private static final List<String> ROUTED =
      List.of(
          "",
          AccountServiceGrpc.SERVICE_NAME,
          DirectoryServiceGrpc.SERVICE_NAME,
          ChatServiceGrpc.SERVICE_NAME,
          GroupServiceGrpc.SERVICE_NAME);

  @TempDir Path folder;

  @Test
  void it_claims_nothing_more_ends_its_streams_and_is_not_serving_and_no_message_is_missed()
      throws Exception {
    try (NodeCluster cluster =
        new NodeCluster(folder, StoreSettings.DEFAULTS, LoopLimits.DEFAULT)) {
      List<Node> nodes =
          List.of(
              cluster.start(0, NodeCluster.BEATING),
              cluster.start(1, NodeCluster.BEATING),
              cluster.start(2, NodeCluster.BEATING));
      cluster.found();
      cluster.awaitInSync(3);
      for (Node node : nodes) {
        node.serveClients();
      }
      assertThat(cluster.primary()).isSameAs(nodes.getFirst());
      try (Talker atOld = new Talker("alice", nodes.get(0));
          Talker atNew = new Talker("alice", nodes.get(1));
          Talker atOther = new Talker("alice", nodes.get(2))) {
        atOld.join();
        atOld.send("before");
        Talker.Listening old = atOld.listen(ByteString.EMPTY);
        await().until(() -> old.texts().equals(List.of("before")) && old.claims() >= 3);
        assertThat(ROUTED)
            .allSatisfy(s -> assertThat(atOld.health(s)).isEqualTo(ServingStatus.SERVING));

        cluster.cutOff(0);
        for (int i = 0; i < 5; i++) {
          atNew.send("after " + i); // Returns once a new primary has acknowledged it.
        }
        long claims = old.claims();
        await().until(() -> old.end().isPresent());

        assertThat(old.claims()).as("claims behind an acknowledgement elsewhere").isEqualTo(claims);
        assertThat(old.end()).contains("OK");
        SubscribeResponse farewell = old.events.getLast();
        assertThat(farewell.getGoAway().getReason()).isIn("NO_READ_BARRIER", "NOT_PRIMARY");
        assertThat(old.texts()).containsExactly("before");
        assertHealthAfterTheCut(atOld, atNew, atOther);
        Talker.Listening rest = atOther.listen(farewell.getCursor());
        await().until(() -> rest.claims() >= 1);
        assertThat(rest.texts())
            .containsExactly("after 0", "after 1", "after 2", "after 3", "after 4");
        assertThat(cluster.fatal).isEmpty();
      }
    }
  }

  private static void assertHealthAfterTheCut(Talker atOld, Talker atNew, Talker atOther) {
    for (String service : ROUTED) {
      await().until(() -> atOld.health(service) == ServingStatus.NOT_SERVING);
      await().until(() -> atNew.health(service) == ServingStatus.SERVING);
      await().until(() -> atOther.health(service) == ServingStatus.SERVING);
    }
    // Its own status can be had all the same.
    assertThat(atOld.health(ClusterServiceGrpc.SERVICE_NAME)).isEqualTo(ServingStatus.SERVING);
  }
}
