package chat.cli.command;

import chat.cli.client.ChatClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    description = {
      "Find messages by their words, newest first.",
      "Finds those messages of your conversations that have all the words.",
      "\"Words in quotes\" follow each other; hel* finds hello."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat search noon", "  chat search '\"on the corner\"' --with bob -o jsonl"})
final class SearchCommand extends Verb {
  @Parameters(paramLabel = "TEXT")
  private String text = "";

  @Option(
      names = "--with",
      paramLabel = "USER",
      defaultValue = "",
      description = "Only with this user, or in this group.")
  private String with = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Default: ${DEFAULT-VALUE}.")
  private int limit = 50;

  @Override
  void run(Run run) throws Exception {
    if (limit < 1) {
      throw wrongUsage("--limit is at least 1");
    }
    try (ChatClient client = run.client(run.profile().requireSession())) {
      Messages.print(
          run, client.search(text, Targets.resolve(client, with), limit), "nothing was found");
    }
  }
}
