package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API server stays away for a while, or hangs, while two users chat. */
@Tag("kubernetes")
@Timeout(1200)
class ApiServerIT {
  @RegisterExtension static final Stage STAGE = Stage.of("api");

  /** Of each user: far more than what was under way when something happened. */
  private static final int GOES_ON = 100;

  private Release release;

  @BeforeEach
  void settled() {
    release = STAGE.release();
    release.awaitSettled(Stage.NODES);
  }

  @Test
  void the_chat_goes_on_without_the_api_server() {
    try (TwoUsers users = new TwoUsers(release, "off")) {
      long epoch = epoch();
      users.through(
          "API server off for " + Budgets.API_OFF_SECONDS + " s",
          () -> {
            STAGE.cluster().apiOff();
            users.chatFor(TimeUnit.SECONDS.toMillis(Budgets.API_OFF_SECONDS));
            users.awaitMore(GOES_ON);
            STAGE.cluster().apiOn();
            release.awaitSettled(Stage.NODES);
          });
      assertThat(epoch()).as("epoch, which nothing moved").isEqualTo(epoch);
      users.judge();
    }
  }

  @Test
  void the_chat_goes_on_while_the_api_server_hangs() {
    try (TwoUsers users = new TwoUsers(release, "frozen")) {
      users.through(
          "API server frozen for " + Budgets.API_OFF_SECONDS + " s",
          () -> {
            STAGE.cluster().apiFreeze();
            users.chatFor(TimeUnit.SECONDS.toMillis(Budgets.API_OFF_SECONDS));
            users.awaitMore(GOES_ON);
            STAGE.cluster().apiThaw();
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  @Test
  void a_primary_that_dies_without_the_api_server_is_replaced_once_it_is_back() {
    dies("primary", "API server off, primary's process killed meanwhile", release.primary());
  }

  @Test
  void a_backup_that_dies_without_the_api_server_is_waited_for() {
    dies("backup", "API server off, a backup's process killed meanwhile", release.backup());
  }

  private void dies(String who, String event, Pod victim) {
    try (TwoUsers users = new TwoUsers(release, who)) {
      users.through(
          event,
          () -> {
            STAGE.cluster().apiOff();
            release.kill(victim);
            users.chatFor(TimeUnit.SECONDS.toMillis(Budgets.API_OFF_SECONDS));
            STAGE.cluster().apiOn();
            release.awaitRestarted(victim);
            release.awaitSettled(Stage.NODES);
          });
      users.judge();
    }
  }

  private long epoch() {
    return release.eye().status().orElseThrow().getEpoch();
  }
}
