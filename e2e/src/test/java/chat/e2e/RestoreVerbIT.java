package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code chat restore}, as a person types it; what a restored cluster is: {@link RestoreIT}. */
@Tag("e2e")
@Timeout(900)
@SuppressWarnings("NullAway.Init")
class RestoreVerbIT {
  private static final int AUTHENTICATION = 4;
  private static final int REFUSED = 5;

  @TempDir Path folder;
  private Workplace place;
  private Process listener;

  @AfterEach
  void end() {
    if (listener != null) {
      listener.destroy();
    }
    if (place != null) {
      place.run("./chat local down");
    }
  }

  @Test
  void a_local_cluster_goes_back_to_a_backup_and_says_why_where_it_may_not() throws IOException {
    place = new Workplace(folder, "");
    place.succeed("./chat local up --port " + TutorialIT.freePorts());
    place.succeed("./chat register alice --password-file password");
    place.succeed("./chat send alice 'in the backup'");
    place.succeed("./chat listen --once --all");
    place.succeed("./chat --context live login alice --password-file password");
    place.succeed("./chat backup monday.chat");
    place.succeed("./chat send alice 'too late'");
    assertThat(place.succeed("./chat listen --once --all -o name")).isEqualTo("alice:alice/2\n");
    Path heard = folder.resolve("heard");
    listener =
        place.start("exec ./chat --context live listen --all -o table >heard 2>told").start();
    Condition.await(
        "the listener to have heard all",
        Run.PATIENCE_MILLIS,
        () -> read(heard).contains("too late"),
        () -> read(heard) + read(folder.resolve("told")));

    refused("./chat restore monday.chat --replace", "chat-0 runs");
    place.succeed("./chat local down");
    refused("./chat restore monday.chat", "holds data already");
    refused("head -c 50000 monday.chat | ./chat restore - --replace", "DAMAGED");
    refused("./chat restore password --replace", "NOT_A_BACKUP");
    assertThat(place.run("./chat restore none.chat --replace").exitCode()).isEqualTo(1);
    assertThat(replaced()).as("folders of replaced data").isEmpty();

    assertThat(place.succeed("./chat restore - --replace < monday.chat")).contains("now cluster");
    assertThat(replaced()).hasSize(1);
    Path kept = replaced().getFirst();
    for (String part : new String[] {"view.json", "chat-0/data", "chat-1/data", "chat-2/data"}) {
      assertThat(kept.resolve(part)).exists();
    }
    place.succeed("./chat local up");
    Workplace.Outcome bound = place.run("./chat send alice 'for the cluster of before'");
    assertThat(bound.exitCode()).isEqualTo(AUTHENTICATION);
    assertThat(bound.output()).contains("another cluster").contains("chat login");
    place.succeed("./chat outbox -o name | xargs ./chat outbox drop");
    place.succeed("./chat login alice --password-file password");
    assertThat(place.succeed("./chat history alice"))
        .contains("in the backup")
        .doesNotContain("too late");
    assertThat(place.succeed("./chat send alice 'goes on'")).isEqualTo("alice:alice/2\n");
    // The second message of before the restore was another one than the second of now.
    assertThat(place.run("./chat listen --once --all -o table 2>once").output())
        .containsPattern("alice: goes on\n$")
        .doesNotContain("in the backup", "too late");
    assertThat(read(folder.resolve("once")).lines().filter(l -> l.contains("another cluster")))
        .hasSize(1);
    assertThat(place.succeed("./chat listen --once --all")).isEmpty();
    Condition.await(
        "the listener to go on by itself",
        Run.PATIENCE_MILLIS,
        () -> read(heard).contains("goes on"),
        () -> read(heard) + read(folder.resolve("told")));
    assertThat(read(heard).lines().map(line -> line.replaceFirst("^.*alice: ", "")))
        .containsExactly("in the backup", "too late", "goes on");
    assertThat(read(folder.resolve("told")).lines().filter(l -> l.contains("another cluster")))
        .hasSize(1);
    Condition.await(
        "the empty nodes to join",
        Run.PATIENCE_MILLIS,
        () -> place.run("./chat status").output().contains("in sync: chat-0, chat-1, chat-2"),
        () -> place.run("./chat status").output());
  }

  private void refused(String command, String why) {
    Workplace.Outcome outcome = place.run(command);
    assertThat(outcome.exitCode()).as("%s: %s", command, outcome).isEqualTo(REFUSED);
    assertThat(outcome.output()).contains(why);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Path> replaced() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(".local/share/chat"), 2)) {
      return all.filter(path -> path.getFileName().toString().startsWith("replaced-")).toList();
    }
  }
}
