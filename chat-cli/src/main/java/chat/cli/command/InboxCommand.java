package chat.cli.command;

import chat.cli.client.ChatClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "inbox", description = "Unread messages, oldest first. Looking changes nothing.")
final class InboxCommand extends Verb {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Override
  void run(Run run) throws Exception {
    if (limit < 1) {
      throw wrongUsage("--limit is at least 1");
    }
    try (ChatClient client = run.client(run.profile().requireSession())) {
      ChatClient.Unread unread = client.inbox(limit);
      Messages.print(run, unread.messages(), "nothing is unread");
      if (unread.total() > unread.messages().size()) {
        run.screen().note("%d of %d unread".formatted(unread.messages().size(), unread.total()));
      }
    }
  }
}
