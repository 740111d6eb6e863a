package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ClusterCalls.AuditEntry;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "audit",
    description = {"What was done to accounts and to the cluster, newest first.", "For operators."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat audit --limit 20",
      "  chat audit -o jsonl | jq 'select(.actor == \"alice\")'"
    })
final class AuditCommand extends Verb {
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
      List<AuditEntry> entries = client.cluster().audit(limit);
      if (run.format() == OutputFormat.TABLE) {
        Table table =
            new Table("POSITION", "TIME", "ACTOR", "ACTION", "SUBJECT")
                .ifNone("nothing was done yet");
        entries.forEach(
            e ->
                table.row(
                    e.position(), Times.local(e.timeMillis()), actor(e), e.action(), e.subject()));
        run.screen().table(table);
        return;
      }
      run.screen()
          .records(
              run.format(),
              entries.stream()
                  .map(
                      e ->
                          Json.object()
                              .put("position", e.position())
                              .put("time", Times.iso(e.timeMillis()))
                              .put("actor", e.actor())
                              .put("action", e.action())
                              .put("subject", e.subject()))
                  .toList(),
              "position");
    }
  }

  private static String actor(AuditEntry e) {
    return e.actor().isEmpty() ? "(cluster)" : e.actor();
  }
}
