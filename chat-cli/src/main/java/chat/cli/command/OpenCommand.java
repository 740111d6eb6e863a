package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.profile.Outbox;
import chat.cli.profile.Profile;
import chat.cli.session.Settings;
import chat.cli.terminal.LiveScreen;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "open",
    description = {
      "The interactive screen.",
      "It has the conversations, what is unread, and a prompt. In it, /help shows the keys and commands."
    })
final class OpenCommand extends Verb {
  @Parameters(
      paramLabel = "USER",
      arity = "0..1",
      defaultValue = "",
      description = "Whose conversation to begin with.")
  private String user = "";

  @Override
  void run(Run run) throws Exception {
    if (run.surroundings().console().isEmpty() || !run.screen().dataOnTerminal()) {
      throw wrongUsage("the screen needs a terminal; in scripts use send, listen and history");
    }
    Profile profile = run.profile();
    var session = profile.requireSession();
    List<Outbox.Entry> left = profile.outbox().entries();
    Settings settings = new Settings(session.name(), ZoneId.systemDefault());
    LiveScreen screen = new LiveScreen(new LiveScreen.Wishes(settings, run.colors(), user));
    try (ChatClient client = run.client(session, screen.notices())) {
      screen.run(client, profile.outbox(), left);
    }
  }
}
