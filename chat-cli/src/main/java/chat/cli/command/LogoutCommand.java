package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.RequestId;
import chat.cli.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "logout",
    description = {
      "End this session, and forget it here.",
      "The outbox and the place of `listen` stay, for the next login."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  chat logout", "  chat logout --all    # everywhere"})
final class LogoutCommand extends Verb {
  @Option(names = "--all", description = "End every session of this account, on all devices.")
  private boolean all;

  @Override
  void run(Run run) throws Exception {
    Profile profile = run.profile();
    try (ChatClient client = run.client(profile.requireSession())) {
      client.account().logout(RequestId.random(), all);
    }
    profile.forgetSession();
    run.screen().note(all ? "logged out everywhere" : "logged out");
  }
}
