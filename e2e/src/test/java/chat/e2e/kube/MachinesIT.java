package chat.e2e.kube;

import chat.e2e.client.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Machines lose their power and wires are cut while two users chat, who reach both sides of a cut.
 */
@Tag("kubernetes")
@Timeout(1200)
class MachinesIT {
  @RegisterExtension static final Stage STAGE = Stage.of("machines", Release.OPERATORS);

  /** Acknowledgements of each user that are awaited before what was cut is healed. */
  private static final int WHILE_CUT = 100;

  private Release release;

  @BeforeEach
  void settled() {
    release = STAGE.release();
    release.awaitSettled(Stage.NODES);
  }

  @Test
  void the_primarys_machine_goes_off_and_comes_back() {
    machineOff("primary's machine off and on", KubeCluster.SECOND);
  }

  @Test
  void a_backups_machine_goes_off_and_comes_back() {
    machineOff("a backup's machine off and on", KubeCluster.FIRST);
  }

  /** The second machine goes off, the first one has the API server. */
  private void machineOff(String event, String primarysMachine) {
    release.leadOn(primarysMachine);
    try (TwoUsers users = new TwoUsers(release, "off-" + primarysMachine)) {
      users.through(
          event,
          () -> {
            STAGE.cluster().off(KubeCluster.SECOND);
            users.awaitMore(WHILE_CUT);
            STAGE.cluster().on(KubeCluster.SECOND);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_wire_between_the_primary_and_the_api_server_is_cut() {
    wireCut("wire cut, primary without the API server", KubeCluster.SECOND);
  }

  @Test
  void the_wire_is_cut_and_the_primary_keeps_the_api_server() {
    wireCut("wire cut, primary beside the API server", KubeCluster.FIRST);
  }

  private void wireCut(String event, String primarysMachine) {
    release.leadOn(primarysMachine);
    try (TwoUsers users = new TwoUsers(release, "cut-" + primarysMachine)) {
      users.through(
          event,
          () -> {
            STAGE.cluster().cut(KubeCluster.SECOND);
            users.awaitMore(WHILE_CUT);
            STAGE.cluster().heal(KubeCluster.SECOND);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_api_servers_wire_is_cut_and_clients_reach_both_sides() {
    release.leadOn(KubeCluster.SECOND);
    try (TwoUsers users = new TwoUsers(release, "both")) {
      users.through(
          "wire of the API server's machine cut, both sides reached",
          () -> {
            STAGE.cluster().cut(KubeCluster.FIRST);
            users.awaitMore(WHILE_CUT);
            STAGE.cluster().heal(KubeCluster.FIRST);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void the_machine_of_the_api_server_goes_off_and_comes_back() {
    release.leadOn(KubeCluster.FIRST);
    try (TwoUsers users = new TwoUsers(release, "first-off")) {
      Pod primary = release.primary();
      users.through(
          "primary's machine off and on, the API server with it",
          () -> {
            STAGE.cluster().off(KubeCluster.FIRST);
            awaitUnanswered(users);
            STAGE.cluster().on(KubeCluster.FIRST);
            release.awaitRestarted(primary);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  /** Without API server and primary nobody may promote: the chat waits. */
  private static void awaitUnanswered(TwoUsers users) {
    long seconds = Budgets.WAIT_SECONDS;
    int[] last = {users.count()};
    long[] since = {System.nanoTime()};
    Condition.await(
        seconds + " s without an answer",
        Release.PATIENCE_MILLIS,
        () -> {
          if (users.count() != last[0]) {
            last[0] = users.count();
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > seconds * 1_000_000_000L;
        },
        () -> users.count() + " acknowledged");
  }
}
