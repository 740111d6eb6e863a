package chat.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;

import chat.e2e.Tmux;
import java.util.ArrayList;
import java.util.List;

/**
 * Two people at two terminals, each with the interactive screen of the command line open, which
 * opens its port-forwards itself. From the beginning on both write a line every second; in the end
 * each line is there once, in the order of its writer, and the screens are still the same two
 * processes.
 */
final class Terminals implements AutoCloseable {
  private static final int COLUMNS = 90;
  private static final int ROWS = 24;
  private static final long PAUSE_MILLIS = 1000;

  /** More than two people write while the longest event lasts. */
  private static final int MOST_LINES = 5000;

  /** Who writes, at which screen, and what so far. */
  private record Person(String name, Cli cli, Tmux screen, List<String> written) {
    void write(String text) {
      screen.type(text).press("Enter");
      written.add(text);
    }
  }

  private final Person alice;
  private final Person bob;
  private final Thread writing;
  private volatile boolean enough;

  Terminals(Release release, String suffix) {
    Cli atAlices = new Cli(KubeCluster.ofEnvironment(), release);
    Cli atBobs = new Cli(KubeCluster.ofEnvironment(), release);
    String nameOfAlice = "terminal-alice-" + suffix;
    String nameOfBob = "terminal-bob-" + suffix;
    atAlices.register(nameOfAlice);
    atBobs.register(nameOfBob);
    alice = new Person(nameOfAlice, atAlices, open(atAlices, nameOfBob), new ArrayList<>());
    bob = new Person(nameOfBob, atBobs, open(atBobs, nameOfAlice), new ArrayList<>());
    writing = Thread.ofPlatform().name("terminals").start(this::write);
  }

  private static Tmux open(Cli cli, String other) {
    ProcessBuilder builder = cli.builder("open", other);
    return Tmux.running(builder, COLUMNS, ROWS, String.join(" ", builder.command()))
        .awaitText("● chat-");
  }

  private void write() {
    try {
      while (!enough) {
        int line = alice.written().size();
        alice.write("a " + line);
        bob.write("b " + line);
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the chat and finds what is missing, twice there, or in another order. */
  void judge() {
    finish();
    alice.screen().awaitText(bob.written().getLast());
    bob.screen().awaitText(alice.written().getLast());
    List<String> history = history();
    for (Person person : List.of(alice, bob)) {
      assertThat(history.stream().filter(line -> person.name().equals(JsonLine.text("from", line))))
          .extracting(line -> JsonLine.text("text", line))
          .as("lines of %s", person.name())
          .isEqualTo(person.written());
    }
    Figures.line(
        "  two terminals: "
            + history.size()
            + " lines, each once and in order, on the screens of both");
  }

  private List<String> history() {
    return alice
        .cli()
        .run("history", bob.name(), "--limit", "" + MOST_LINES, "-o", "jsonl")
        .lines()
        .toList();
  }

  private void finish() {
    enough = true;
    try {
      writing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finish();
    alice.screen().close();
    bob.screen().close();
  }
}
