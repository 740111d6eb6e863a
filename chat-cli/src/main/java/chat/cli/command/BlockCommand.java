package chat.cli.command;

import chat.cli.client.AccountCalls.Blocked;
import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "block",
    description = {
      "Let a user's messages be refused to them, and yours to them.",
      "Without USER: whom you block."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat block mallory", "  chat block -o name"})
final class BlockCommand extends Verb {
  @Parameters(paramLabel = "USER", arity = "0..1")
  private Optional<String> user = Optional.empty();

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      if (user.isPresent()) {
        client.account().block(RequestId.random(), user.get());
        run.screen().note(user.get() + " is blocked");
      } else {
        list(run, client.account().blocked());
      }
    }
  }

  private static void list(Run run, List<Blocked> blocked) {
    if (run.format() == OutputFormat.TABLE) {
      Table table = new Table("NAME", "SINCE").ifNone("you block nobody");
      blocked.forEach(b -> table.row(b.name(), Times.local(b.sinceMillis())));
      run.screen().table(table);
      return;
    }
    run.screen()
        .records(
            run.format(),
            blocked.stream()
                .map(
                    b ->
                        Json.object()
                            .put("name", b.name())
                            .put("since", Times.iso(b.sinceMillis())))
                .toList(),
            "name");
  }
}
