package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "users", description = "Who is here, by name.")
final class UsersCommand extends Verb {
  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      defaultValue = "",
      description = "With * and ?; quote it from the shell.")
  private String pattern = "";

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      List<ChatClient.User> users = client.users(pattern);
      if (run.format() == OutputFormat.TABLE) {
        Table table = new Table("NAME", "SINCE").ifNone("nobody is called so");
        users.forEach(u -> table.row(u.name(), Times.local(u.createdMillis())));
        run.screen().table(table);
        return;
      }
      run.screen()
          .records(
              run.format(),
              users.stream()
                  .map(
                      u ->
                          Json.object()
                              .put("name", u.name())
                              .put("created", Times.iso(u.createdMillis())))
                  .toList(),
              "name");
    }
  }
}
