package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ClusterCalls;
import chat.cli.client.RequestId;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "switchover",
    description = {
      "Hand the lead to another node in sync.",
      "Nothing is lost. Ends when the other one leads. For operators."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat switchover", "  chat switchover chat-2"})
final class SwitchoverCommand extends Verb {
  @Parameters(
      paramLabel = "NODE",
      arity = "0..1",
      defaultValue = "",
      description = "Who is to lead. Default: whichever is best.")
  private String to = "";

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      ClusterCalls.Leader now = client.cluster().switchover(RequestId.random(), to);
      if (run.format() == OutputFormat.TABLE) {
        run.screen().line("primary %s, epoch %d".formatted(now.primary(), now.epoch()));
      } else {
        run.screen()
            .record(
                run.format(),
                Json.object().put("primary", now.primary()).put("epoch", now.epoch()),
                "primary");
      }
    }
  }
}
