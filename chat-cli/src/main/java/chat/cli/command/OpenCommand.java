package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.delivery.OutboxSender;
import chat.cli.profile.Outbox;
import chat.cli.profile.OutboxTally;
import chat.cli.profile.Profile;
import chat.cli.session.Settings;
import chat.cli.terminal.LiveScreen;
import java.io.IOException;
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
    var session = run.session();
    Outbox outbox = profile.outbox();
    Settings settings = new Settings(session.name(), ZoneId.systemDefault());
    LiveScreen screen = new LiveScreen(new LiveScreen.Wishes(settings, run.colors(), user));
    try (ChatClient client = run.client(session, screen.notices())) {
      OutboxSender.Author author = Delivery.author(session);
      screen.run(client, outbox, author, unkept -> farewell(run, outbox, author, unkept));
    }
  }

  /** What the screen leaves behind, below it. */
  private static void farewell(
      Run run, Outbox outbox, OutboxSender.Author author, List<String> unkept) {
    for (String text : unkept) {
      run.screen().error("chat: the outbox could not be written; this is not kept: " + text);
    }
    try {
      OutboxTally tally = OutboxTally.of(outbox.contents(), author.name(), author.cluster());
      long waiting = tally.waiting();
      long refused = tally.refused();
      if (waiting > 0) {
        run.screen()
            .error(
                "chat: %s in the outbox; the next chat open sends what waits, or: chat outbox retry"
                    .formatted(waiting == 1 ? "1 message waits" : waiting + " messages wait"));
      }
      if (refused > 0) {
        run.screen()
            .error(
                "chat: %d refused; see: chat outbox, and /recall in the screen".formatted(refused));
      }
      if (tally.damaged() > 0) {
        run.screen()
            .error("chat: %d damaged and set aside; see: chat outbox".formatted(tally.damaged()));
      }
    } catch (IOException e) {
      run.screen().error("chat: the outbox can't be read: " + e.getMessage());
    }
  }
}
