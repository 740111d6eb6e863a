package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line over port-forwards of its own, from the first message through failovers. */
@Tag("kubernetes")
@Timeout(1200)
class TerminalsIT {
  private static final int SENT_EACH_TIME = 4;

  @RegisterExtension static final Stage STAGE = Stage.notInstalled("terminals");

  @Test
  void from_the_install_to_the_first_message_and_through_a_kill_and_a_hand_over() {
    Release release = STAGE.release();
    Cli alice = new Cli(STAGE.cluster(), release);
    Cli bob = new Cli(STAGE.cluster(), release);
    long from = System.nanoTime();
    release.install(Stage.imageTag("CHAT_IMAGE_TAG"));
    alice.register("alice");
    bob.register("bob");
    alice.run("send", "bob", "first");
    Figures.line(
        String.format(
            "helm install to the first message, by four commands: %.1f s",
            (System.nanoTime() - from) / 1e9));

    List<String> sent = new ArrayList<>(List.of("first"));
    try (Cli.Running listening = bob.start("listen", "-o", "jsonl")) {
      send(alice, sent);
      awaitHeard(listening, sent);

      release.awaitSettled(Stage.NODES);
      Pod killed = release.primary();
      release.kill(killed);
      send(alice, sent);
      awaitHeard(listening, sent);

      release.awaitRestarted(killed);
      release.awaitSettled(Stage.NODES);
      Pod deleted = release.primary();
      release.kubectl("delete", "pod", Pods.name(deleted), "--wait=false");
      send(alice, sent);
      awaitHeard(listening, sent);
      assertThat(listening.process().isAlive()).isTrue();
      Figures.line("  bob's terminal: " + String.join(" | ", listening.notes()));
    }
  }

  private static void send(Cli alice, List<String> sent) {
    for (int i = 0; i < SENT_EACH_TIME; i++) {
      String text = "line " + sent.size();
      alice.run("send", "bob", text);
      sent.add(text);
    }
  }

  /** All that was sent, once and in order, and nothing else. */
  private static void awaitHeard(Cli.Running listening, List<String> sent) {
    Condition.await(
        sent.size() + " messages heard",
        Release.PATIENCE_MILLIS,
        () -> listening.lines().size() >= sent.size(),
        () -> listening.lines() + " " + listening.notes());
    assertThat(listening.lines().stream().map(line -> JsonLine.text("text", line))).isEqualTo(sent);
  }
}
