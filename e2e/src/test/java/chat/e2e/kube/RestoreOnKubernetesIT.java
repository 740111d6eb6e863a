package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/how-to/back-up-and-restore.md, command by command. Not as on the page are the namespaces,
 * which are made up, and the images, which are the ones under test.
 */
@Tag("kubernetes")
@Timeout(1200)
class RestoreOnKubernetesIT {
  private static final Duration LIMIT = Duration.ofMillis(Release.PATIENCE_MILLIS);
  private static final String PAGE = "docs/how-to/back-up-and-restore.md";
  private static final String DOCUMENTED_IMAGE = "registry.example.com/team/chat-node:0.1.0";
  private static final String IMAGE_TAG = "CHAT_IMAGE_TAG";
  private static final int MESSAGES = 5;

  @RegisterExtension static final Stage STAGE = Stage.of("restore", Release.OPERATORS);

  @TempDir Path folder;

  @Test
  void a_backup_becomes_a_release_in_another_namespace_while_the_old_one_goes_on() {
    Release old = STAGE.release();
    Cli alice = new Cli(STAGE.cluster(), old);
    backUp(old, alice, "alice", "bob");
    DocumentedSteps steps = steps("### Into another namespace");
    write("restore.yaml", withImage(steps.files().getFirst()));
    assertThat(steps.commands().getFirst()).isEqualTo("kubectl create namespace chat2");
    Release second =
        STAGE.another(
            "restored", namespace -> run(steps.commands().getFirst(), "chat2", namespace));

    String logs = "";
    for (String command : steps.commands().subList(1, steps.commands().size())) {
      String said = run(command, "chat2", second.namespace());
      logs = command.contains(" logs ") ? said : logs;
    }
    second.awaitSettled(Stage.NODES);

    judge(old, second, logs, "alice", "bob");
    alice.run("send", "bob", "the old release goes on");
    assertThat(alice.run("history", "bob")).contains("too late", "goes on");
  }

  @Test
  void a_backup_takes_the_place_of_a_releases_own_data() {
    Release release = STAGE.another("in-place");
    release.install(Release.OPERATORS, Stage.imageTag(IMAGE_TAG));
    release.awaitSettled(Stage.NODES);
    Map<String, String> before = release.view();
    backUp(release, new Cli(STAGE.cluster(), release), "carol", "dave");
    String restore = steps("### Into another namespace").files().getFirst();
    write(
        "replace.yaml",
        withImage(restore)
            .substring(restore.indexOf("---\n"))
            .replace("args: [restore, \"-\"]", "args: [restore, \"-\", \"--replace\"]"));

    String logs = "";
    for (String command : steps("### In place of the old data").commands()) {
      String said = run(command, "chat1", release.namespace());
      logs = command.contains(" logs ") ? said : logs;
    }
    release.awaitSettled(Stage.NODES);

    assertThat(logs).contains("what was there is in ");
    judge(before, release, logs, "carol", "dave");
  }

  /** A few messages, the backup beside the files of the page, and one message more. */
  private void backUp(Release release, Cli first, String name, String other) {
    release.awaitSettled(Stage.NODES);
    new Cli(STAGE.cluster(), release).register(other);
    first.register(name);
    for (int i = 1; i <= MESSAGES; i++) {
      first.run("send", other, "in the backup, " + i);
    }
    first.run("backup", folder.resolve("monday.chat").toString());
    first.run("send", other, "too late");
  }

  private void judge(Release from, Release restored, String logs, String name, String other) {
    judge(from.view(), restored, logs, name, other);
  }

  private void judge(
      Map<String, String> from, Release restored, String logs, String name, String other) {
    String cluster = restored.view().getOrDefault("clusterId", "");
    assertThat(cluster).isNotEqualTo(from.get("clusterId")).isNotEmpty();
    assertThat(logs).contains("\"clusterId\":\"" + cluster + "\"");
    assertThat(logs).contains("\"from\":\"" + from.get("clusterId") + "\"");
    Cli again = new Cli(STAGE.cluster(), restored);
    again.login(name);
    assertThat(again.run("history", other))
        .contains("in the backup, 1", "in the backup, " + MESSAGES)
        .doesNotContain("too late");
    assertThat(again.run("send", other, "goes on"))
        .contains(name + ":" + other + "/" + (MESSAGES + 1));
    assertThat(again.run("audit"))
        .containsPattern("\\(cluster\\) +restore +" + from.get("clusterId"));
    var hashes = restored.eye().awaitHashesOfOneIndex(Release.PATIENCE_MILLIS);
    assertThat(new HashSet<>(hashes.values())).as("state hashes %s", hashes).hasSize(1);
  }

  private static DocumentedSteps steps(String heading) {
    DocumentedSteps steps = DocumentedSteps.of(STAGE.cluster().repository().resolve(PAGE), heading);
    assertThat(steps.commands()).hasSizeGreaterThan(5);
    return steps;
  }

  private static String withImage(String yaml) {
    assertThat(yaml).contains(DOCUMENTED_IMAGE);
    String tag = System.getenv(IMAGE_TAG);
    return yaml.replace(
        DOCUMENTED_IMAGE, "chat-node:" + (tag == null || tag.isEmpty() ? "0.1.0" : tag));
  }

  /** A command of the page, beside its files, in this namespace; the chart gets the images' tag. */
  private String run(String command, String documentedNamespace, String namespace) {
    String here = command.replaceAll("\\b" + documentedNamespace + "\\b", namespace);
    if (here.startsWith("helm install")) {
      here += " " + Stage.imageTag(IMAGE_TAG) + " '" + Release.OPERATORS + "'";
      here = here.replace(" helm/chat ", " " + STAGE.cluster().repository() + "/helm/chat ");
    }
    return Commands.run(LIMIT, List.of("bash", "-c", "cd \"$0\" && " + here, folder.toString()));
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
