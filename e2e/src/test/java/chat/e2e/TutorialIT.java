package chat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.client.Condition;
import chat.e2e.cluster.Jars;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer's way through docs/tutorial.md, command by command. Three things are not as they would
 * be for a person: passwords come from a file, the ports are free ones, and {@code listen} and
 * {@code open} don't have a terminal of their own for long.
 */
@Tag("e2e")
@Timeout(900)
@SuppressWarnings("NullAway.Init")
class TutorialIT {
  private static final Pattern BLOCK = Pattern.compile("(?s)```console\n(.*?)```");
  private static final Pattern ENDS_WITH = Pattern.compile("# ends with (\\d) or (\\d)$");
  private static final int LOWEST_PORT = 5_000;
  private static final int HIGHEST_PORT = 9_000;
  private static final int PORTS = 40;

  @TempDir Path folder;
  private Workplace place;
  private Process listener;

  /** What is written behind a prompt, and what is shown to come of it; empty: nothing is shown. */
  private record Step(String command, List<String> shown) {}

  @AfterEach
  void end() {
    if (listener != null) {
      listener.destroyForcibly();
    }
    if (place != null) {
      place.run("./chat local down");
    }
  }

  @Test
  void a_newcomer_gets_what_the_tutorial_shows() throws IOException {
    place = new Workplace(folder, prelude(freePorts()));
    Path heard = folder.resolve("heard");
    for (Step step : steps()) {
      if (step.command().endsWith(" listen")) {
        listener =
            place
                .start("exec " + step.command())
                .redirectErrorStream(true)
                .redirectOutput(heard.toFile())
                .start();
      } else if (step.command().contains(" open ")) {
        look(step.command());
      } else {
        follow(step);
      }
    }
    Condition.await(
        "all that Bob sent",
        Run.PATIENCE_MILLIS,
        () -> read(heard).contains("second"),
        () -> read(heard));
    for (String text : List.of("Hello, Alice", "Still here?", "Still here!", "Anybody?")) {
      assertThat(read(heard).split(Pattern.quote(text), -1)).as(text).hasSize(2);
    }
    assertThat(read(heard)).contains("lost chat-0").contains(", epoch 2");
  }

  private void follow(Step step) {
    Workplace.Outcome outcome = place.run(step.command());
    Matcher endsWith = ENDS_WITH.matcher(step.command());
    if (endsWith.find()) {
      assertThat(String.valueOf(outcome.exitCode()))
          .as("%s: %s", step.command(), outcome)
          .isIn(endsWith.group(1), endsWith.group(2));
    } else {
      assertThat(outcome.exitCode()).as("%s: %s", step.command(), outcome).isZero();
    }
    if (!step.shown().isEmpty()) {
      assertThat(masked(outcome.output().lines().toList()))
          .as(step.command())
          .isEqualTo(masked(step.shown()));
    }
  }

  private void look(String command) {
    if (!Workplace.has("tmux")) {
      return;
    }
    try (Tmux tmux = Tmux.running(place, 80, 24, command)) {
      tmux.awaitText("▸ alice").awaitRow("Hello, Alice", "✓✓");
      tmux.type("/quit").press("Enter").awaitText("ended");
    }
  }

  private static List<String> masked(List<String> lines) {
    return lines.stream()
        .map(l -> l.replaceAll("127\\.0\\.0\\.1:\\d{4} .*", "127.0.0.1:pppp"))
        .map(l -> l.replaceAll("epoch \\d+", "epoch <n>"))
        .toList();
  }

  private static List<Step> steps() throws IOException {
    String text = Files.readString(Jars.ofThisBuild().repository().resolve("docs/tutorial.md"));
    List<Step> steps = new ArrayList<>();
    BLOCK
        .matcher(text)
        .results()
        .flatMap(block -> block.group(1).lines())
        .forEach(
            line -> {
              if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
              } else {
                steps.getLast().shown().add(line);
              }
            });
    assertThat(steps).hasSizeGreaterThan(10);
    return steps;
  }

  private static String prelude(int port) {
    return """
    case "$*" in
      *'local up'*) set -- "$@" --port %d ;;
      *' register '*) set -- "$@" --password-file "$HOME/password" ;;
    esac"""
        .formatted(port);
  }

  /** The first of a row of free ports, with as many digits as those of the tutorial. */
  static int freePorts() {
    while (true) {
      int base = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT) / 100 * 100;
      boolean free = true;
      for (int port = base; port < base + PORTS && free; port++) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
          free = probe.isBound();
        } catch (IOException e) {
          free = false;
        }
      }
      if (free) {
        return base;
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
