package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that are cut off from outside: by Ctrl-C, and by a reader that has enough. */
@Tag("e2e")
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class InterruptionIT {
  /**
   * A script's background ignores Ctrl-C, and so does all that is started there; the tests may run
   * in one. Not every system's {@code env} can end that.
   */
  private static final String HEEDING_INTERRUPTS =
      "$(env --default-signal=INT true 2>/dev/null && echo env --default-signal=INT)";

  private Run run;
  private Workplace place;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    run = Run.of(1);
    place = new Workplace(folder, "");
    place.succeed("./chat context add local " + String.join(",", run.cluster.clientAddresses()));
    for (String user : List.of("alice", "bob")) {
      place.succeed(
          "./chat -q --context %s register %s --password-file password".formatted(user, user));
    }
  }

  @AfterAll
  void end() {
    if (run != null) {
      run.succeeded();
      run.close();
    }
  }

  private Process started(String line) throws IOException {
    Process process = place.start(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return process;
  }

  private static String ended(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(Run.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    return output;
  }

  @Test
  void a_send_that_is_interrupted_waits_in_the_outbox_and_is_sent_once()
      throws IOException, InterruptedException {
    Process sending;
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();
      sending =
          started(
              "exec %s ./chat --context alice --address %s --timeout 10m send bob 'half way'"
                  .formatted(HEEDING_INTERRUPTS, address));
      Condition.await(
          "the message in the outbox",
          Run.PATIENCE_MILLIS,
          () -> !waiting().isBlank(),
          this::waiting);
      place.succeed("kill -INT " + sending.pid());
      assertThat(ended(sending)).contains("interrupted").contains("chat outbox retry");
    }
    assertThat(sending.exitValue()).isEqualTo(130);
    assertThat(place.succeed("./chat --context alice outbox retry")).isEqualTo("alice:bob/1\n");
    assertThat(waiting()).isBlank();
    assertThat(place.succeed("./chat --context bob history alice -o name"))
        .isEqualTo("alice:bob/1\n");
  }

  private String waiting() {
    return place.succeed("./chat --context alice outbox -o name");
  }

  @Test
  void a_reader_that_has_enough_ends_the_listening_and_the_next_one_goes_on_there()
      throws IOException, InterruptedException {
    Process listening =
        started("./chat --context bob listen -o name | head -1; echo ${PIPESTATUS[0]}");
    place.succeed("./chat -q --context alice send bob 'the first'");
    while (listening.isAlive()) {
      // Nobody reads any more: that is seen where there is more to write.
      place.succeed("./chat -q --context alice send bob 'and more'");
    }
    String heard = ended(listening);
    assertThat(heard.lines().toList()).hasSize(2);
    assertThat(heard).startsWith("alice:bob/").endsWith("\n1\n");
    int first =
        Integer.parseInt(heard.lines().toList().getFirst().substring("alice:bob/".length()));
    assertThat(place.succeed("./chat --context bob listen -o name --max 1"))
        .isEqualTo("alice:bob/%d\n".formatted(first + 1));
  }
}
