package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ClusterState;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.output.Style;
import chat.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Who leads, who is in sync, and whether it serves.")
final class StatusCommand extends Verb {
  private static final long WATCH_MILLIS = 500;

  @Option(names = "--watch", description = "Again after every change, until interrupted.")
  private boolean watch;

  @Option(
      names = "--hashes",
      description = "Ask each node for the hash over its state. For operators.")
  private boolean hashes;

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = client(run)) {
      ClusterState state = ask(client);
      print(run, state);
      while (watch && run.screen().flush()) {
        Thread.sleep(WATCH_MILLIS);
        ClusterState now = ask(client);
        if (!now.equals(state)) {
          print(run, now);
          state = now;
        }
      }
    }
  }

  private ChatClient client(Run run) throws Exception {
    return hashes ? run.client(run.profile().requireSession()) : run.client();
  }

  private ClusterState ask(ChatClient client) throws ChatFailure {
    return hashes ? client.statusWithHashes() : client.status();
  }

  private void print(Run run, ClusterState state) {
    if (run.format() == OutputFormat.TABLE) {
      table(run.screen(), state);
    } else {
      run.screen().record(run.format(), StatusJson.of(state), "primary");
    }
  }

  private void table(Screen screen, ClusterState state) {
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
            : new Table("NODE", "ROLE", "ADDRESS", "APPLIED", "LAG", "VERSION");
    for (ClusterState.Node n : state.nodes()) {
      if (hashes) {
        table.row(
            n.name(),
            n.role(),
            n.clientAddress(),
            n.appliedIndex(),
            n.lag(),
            n.hashIndex(),
            n.stateHash().isEmpty() ? "-" : n.stateHash());
      } else {
        table.row(
            n.name(),
            n.role(),
            n.clientAddress(),
            n.appliedIndex(),
            n.lag(),
            n.version().isEmpty() ? "-" : n.version());
      }
    }
    screen.table(table);
  }
}
