package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import picocli.CommandLine.Command;

@Command(name = "whoami", description = "Whose session this is, as the cluster sees it.")
final class WhoamiCommand extends Verb {
  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      ChatClient.Identity me = client.whoAmI();
      if (run.format() == OutputFormat.TABLE) {
        run.screen().line(me.name());
        return;
      }
      run.screen()
          .record(
              run.format(),
              Json.object()
                  .put("name", me.name())
                  .put("sessionId", me.sessionId())
                  .put("expires", Times.iso(me.expiresMillis())),
              "name");
    }
  }
}
