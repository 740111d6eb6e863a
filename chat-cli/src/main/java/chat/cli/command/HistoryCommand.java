package chat.cli.command;

import chat.cli.client.ChatClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "The newest messages with a user, oldest of them first.")
final class HistoryCommand extends Verb {
  @Parameters(paramLabel = "USER")
  private String user = "";

  @Option(names = "--limit", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}.")
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
      Messages.print(run, client.history(user, before, limit));
    }
  }
}
