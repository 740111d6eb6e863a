package chat.cli.command;

import chat.cli.client.ChatClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = {"The newest messages with a user or in a group.", "Oldest of them first."},
    footerHeading = "%nExamples:%n",
    footer = {"  chat history bob --limit 20", "  chat history '#lunch' -o jsonl | jq -r .text"})
final class HistoryCommand extends Verb {
  @Parameters(paramLabel = "USER", description = "Or a group: '#7' or '#lunch'.")
  private String user = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Option(
      names = "--before",
      paramLabel = "SEQ",
      defaultValue = "0",
      description = "Only messages below this number.")
  private long before;

  @Override
  void run(Run run) throws Exception {
    if (limit < 1 || before < 0) {
      throw wrongUsage("--limit is at least 1, --before is not negative");
    }
    try (ChatClient client = run.client(run.profile().requireSession())) {
      Messages.print(
          run,
          client.history(Targets.resolve(client, user), before, limit),
          before > 0 ? "nothing is older" : "nothing was said yet; begin: chat send USER TEXT");
    }
  }
}
