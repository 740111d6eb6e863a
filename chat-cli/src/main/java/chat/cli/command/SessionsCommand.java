package chat.cli.command;

import chat.cli.client.AccountCalls.OpenSession;
import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "sessions",
    description = {"Where you are logged in, newest first.", "The star marks this session."},
    subcommands = SessionsCommand.Revoke.class,
    footerHeading = "%nExamples:%n",
    footer = {"  chat sessions", "  chat sessions revoke ID"})
final class SessionsCommand extends Verb {
  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      List<OpenSession> sessions = client.account().sessions();
      if (run.format() == OutputFormat.TABLE) {
        Table table = new Table("", "ID", "CLIENT", "OPENED", "USED", "EXPIRES");
        sessions.forEach(
            s ->
                table.row(
                    s.current() ? "*" : "",
                    s.id(),
                    s.client(),
                    Times.local(s.createdMillis()),
                    Times.local(s.lastUsedMillis()),
                    Times.local(s.expiresMillis())));
        run.screen().table(table);
        return;
      }
      run.screen()
          .records(run.format(), sessions.stream().map(SessionsCommand::json).toList(), "id");
    }
  }

  static ObjectNode json(OpenSession s) {
    return Json.object()
        .put("id", s.id())
        .put("client", s.client())
        .put("created", Times.iso(s.createdMillis()))
        .put("used", Times.iso(s.lastUsedMillis()))
        .put("expires", Times.iso(s.expiresMillis()))
        .put("current", s.current());
  }

  @Command(name = "revoke", description = "End a session: who uses it must log in again.")
  static final class Revoke extends Verb {
    @Parameters(paramLabel = "ID", description = "As the list shows it.")
    private String id = "";

    @Override
    void run(Run run) throws Exception {
      try (ChatClient client = run.client(run.profile().requireSession())) {
        client.account().revoke(RequestId.random(), id);
      }
      run.screen().note("ended");
    }
  }
}
