package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.output.Style;
import chat.cli.output.Table;
import chat.view.Address;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Who leads, who is in sync, and whether it serves.")
final class StatusCommand extends Verb {
  private static final Duration HASH_LIMIT = Duration.ofSeconds(2);
  private static final long WATCH_MILLIS = 500;

  @Option(names = "--watch", description = "Again after every change, until interrupted.")
  private boolean watch;

  @Option(names = "--hashes", description = "Ask each node for the hash over its state.")
  private boolean hashes;

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client()) {
      ClusterState state = client.status();
      print(run, state);
      while (watch) {
        run.screen().flush();
        Thread.sleep(WATCH_MILLIS);
        ClusterState now = client.status();
        if (!now.equals(state)) {
          print(run, now);
          state = now;
        }
      }
    }
  }

  private void print(Run run, ClusterState state) {
    Map<String, ClusterState.Node> own = hashes ? askEach(run, state) : Map.of();
    if (run.format() == OutputFormat.TABLE) {
      table(run.screen(), state, own);
    } else {
      run.screen().record(run.format(), StatusJson.of(state, own), "primary");
    }
  }

  /** What each node says of itself; one that doesn't answer is left out. */
  private static Map<String, ClusterState.Node> askEach(Run run, ClusterState state) {
    Map<String, ClusterState.Node> own = new TreeMap<>();
    for (ClusterState.Node node : state.nodes()) {
      ask(run, node).ifPresent(n -> own.put(n.name(), n));
    }
    return own;
  }

  private static Optional<ClusterState.Node> ask(Run run, ClusterState.Node node) {
    try (ChatClient one = run.quietClient(Address.parse(node.clientAddress()), HASH_LIMIT)) {
      return one.status().nodes().stream().filter(n -> n.name().equals(node.name())).findAny();
    } catch (ChatFailure | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private void table(Screen screen, ClusterState state, Map<String, ClusterState.Node> own) {
    String serving =
        state.serving()
            ? screen.style(Style.GOOD, "serving")
            : screen.style(Style.BAD, "not serving: " + state.waitingFor());
    String primary = state.primary().isEmpty() ? "none" : state.primary();
    screen.line("primary %s, epoch %d, %s".formatted(primary, state.epoch(), serving));
    screen.line("in sync: " + String.join(", ", state.inSync()));
    Table table =
        hashes
            ? new Table("NODE", "ROLE", "ADDRESS", "APPLIED", "LAG", "HASH AT", "STATE HASH")
            : new Table("NODE", "ROLE", "ADDRESS", "APPLIED", "LAG");
    for (ClusterState.Node n : state.nodes()) {
      if (hashes) {
        ClusterState.Node self = own.getOrDefault(n.name(), n);
        table.row(
            n.name(),
            n.role(),
            n.clientAddress(),
            n.appliedIndex(),
            n.lag(),
            self.appliedIndex(),
            self.stateHash().isEmpty() ? "-" : self.stateHash());
      } else {
        table.row(n.name(), n.role(), n.clientAddress(), n.appliedIndex(), n.lag());
      }
    }
    screen.table(table);
  }
}
