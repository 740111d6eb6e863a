package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "unblock", description = "Take a user's messages again.")
final class UnblockCommand extends Verb {
  @Parameters(paramLabel = "USER")
  private String user = "";

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      client.account().unblock(RequestId.random(), user);
    }
    run.screen().note(user + " is not blocked any more");
  }
}
