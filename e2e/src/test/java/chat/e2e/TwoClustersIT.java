package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Session and outbox are of one cluster, also where another one answers at its address. */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class TwoClustersIT {
  private Run first;
  private Run second;
  private Switchboard port;
  private Workplace place;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    first = Run.of(1);
    second = Run.of(1);
    port = new Switchboard(address(first));
    place = new Workplace(folder, "");
    place.succeed("./chat context add here " + port.address());
    place.succeed("./chat context use here");
    for (Run run : new Run[] {second, first}) {
      port.connectTo(address(run));
      place.succeed("./chat -q register bob --password-file password");
      place.succeed("./chat -q register alice --password-file password");
    }
  }

  @AfterAll
  void end() throws IOException {
    for (Run run : new Run[] {first, second}) {
      if (run != null) {
        run.succeeded();
        run.close();
      }
    }
    if (port != null) {
      port.close();
    }
  }

  private static String address(Run run) {
    return run.cluster.clientAddresses().getFirst();
  }

  private void refusedAsElsewhere(String command) {
    Workplace.Outcome outcome = place.run(command);
    assertThat(outcome.exitCode()).as(command).isEqualTo(4);
    assertThat(outcome.output()).as(command).contains("another cluster").doesNotContain("password");
  }

  private String historyWithBob() {
    return place.succeed("./chat history bob -o jsonl");
  }

  @Test
  void a_message_for_one_cluster_goes_to_the_other_only_after_rebind() throws Exception {
    assertThat(place.run("./chat --address 127.0.0.1:1 --timeout 1s send bob 'for one'").exitCode())
        .isEqualTo(6);
    port.connectTo(address(second));

    refusedAsElsewhere("./chat outbox retry");
    refusedAsElsewhere("./chat send bob 'for one, too'");
    refusedAsElsewhere("./chat whoami");
    refusedAsElsewhere("./chat inbox");

    // Her namesake there has the same password.
    assertThat(place.succeed("./chat login alice --password-file password"))
        .contains("2 in the outbox for another cluster", "chat outbox rebind");
    assertThat(place.succeed("./chat outbox retry")).contains("written for another cluster");
    assertThat(historyWithBob()).isEmpty();
    assertThat(place.succeed("./chat outbox rebind")).contains("2 rebound");
    place.succeed("./chat outbox retry");

    assertThat(historyWithBob().lines()).hasSize(2);
    assertThat(historyWithBob()).containsSubsequence("for one", "for one, too");
    assertThat(place.succeed("./chat outbox -o name")).isEmpty();
    port.connectTo(address(first));
    place.succeed("./chat -q login alice --password-file password");
    assertThat(historyWithBob()).isEmpty();
  }
}
