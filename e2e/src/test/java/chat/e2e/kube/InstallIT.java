package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.check.History;
import chat.e2e.client.Acknowledged;
import chat.e2e.client.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Releases come and go; data stays, and releases don't know of each other. */
@Tag("kubernetes")
@Timeout(1200)
class InstallIT {
  private static final String PASSWORD = "correct horse battery staple";
  private static final int MESSAGES = 50;

  @RegisterExtension static final Stage STAGE = Stage.of("install");

  @Test
  void what_was_said_is_there_after_an_uninstall_and_an_install() {
    Release release = STAGE.release();
    release.awaitSettled(Stage.NODES);
    String clusterId = release.view().get("clusterId");
    TestClient alice = user(release, "alice").register(PASSWORD).login(PASSWORD);
    TestClient bob = user(release, "bob").register(PASSWORD).login(PASSWORD);
    List<Acknowledged> sent = new ArrayList<>();
    for (int i = 1; i <= MESSAGES; i++) {
      sent.add(alice.send("bob", "before, " + i));
    }

    release.uninstall();
    release.install(Stage.imageTag("CHAT_IMAGE_TAG"));
    release.awaitSettled(Stage.NODES);

    sent.add(alice.send("bob", "after"));
    assertThat(History.faults(sent, bob.history("alice"))).isEmpty();
    assertThat(release.view()).containsEntry("clusterId", clusterId);
    alice.close();
    bob.close();
  }

  @Test
  void a_second_release_in_another_namespace_doesnt_disturb_the_first() {
    Release release = STAGE.release();
    release.awaitSettled(Stage.NODES);
    try (TwoUsers users = new TwoUsers(release, "first")) {
      long epoch = release.eye().status().orElseThrow().getEpoch();
      users.through(
          "a second release installed, used and removed",
          () -> {
            Release second = STAGE.another("second");
            second.install(Stage.imageTag("CHAT_IMAGE_TAG"));
            second.awaitSettled(Stage.NODES);
            assertThat(second.view().get("clusterId"))
                .isNotEqualTo(release.view().get("clusterId"));
            try (TwoUsers others = new TwoUsers(second, "second")) {
              others.judge();
            }
            second.uninstall();
          });
      assertThat(release.eye().status().orElseThrow().getEpoch())
          .as("epoch, which nothing moved")
          .isEqualTo(epoch);
      users.judge();
    }
  }

  private static TestClient user(Release release, String name) {
    return TestClient.of(release.nodes()::clientAddresses, name, Release.PATIENCE_MILLIS);
  }
}
