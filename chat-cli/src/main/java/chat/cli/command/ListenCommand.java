package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.Subscription;
import chat.cli.output.OutputFormat;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "listen",
    description = {
      "Print messages as they come.",
      "Each is printed once, over failovers and over runs of this command, and over a restore.",
      "On a terminal for people, in a pipe as JSON lines."
    })
final class ListenCommand extends Verb {
  @Option(names = "--once", description = "Print what waits, then end.")
  private boolean once;

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many messages.")
  private long max;

  @Option(names = "--all", description = "Also what you sent yourself.")
  private boolean all;

  @Option(
      names = "--events",
      description = "Also receipts, deletions, changes of groups and deleted accounts.")
  private boolean events;

  @Option(names = "--from-start", description = "Everything again, from the first message.")
  private boolean fromStart;

  @Override
  void run(Run run) throws Exception {
    Profile profile = run.profile();
    Session session = profile.requireSession();
    Optional<ListenPoint> saved = profile.listenPoint(session.name());
    ListenPoint point = fromStart ? ListenPoint.START : saved.orElse(ListenPoint.START);
    boolean skipDelivered = saved.isEmpty() && !fromStart;
    OutputFormat format =
        run.formatOr(run.screen().dataOnTerminal() ? OutputFormat.TABLE : OutputFormat.JSONL);
    try (ChatClient client = run.client(session);
        DeliveredMarks marks = new DeliveredMarks(client, point.unmarked())) {
      ListenOutput.Wish wish =
          new ListenOutput.Wish(
              format == OutputFormat.JSON ? OutputFormat.JSONL : format,
              all,
              events,
              skipDelivered,
              once,
              max);
      ListenOutput.Place place = new ListenOutput.Place(profile, session.name(), point.heard());
      ListenOutput sink = new ListenOutput(run.screen(), place, marks, wish);
      client.listen(new Subscription.Start(point.cursor(), true), sink);
    }
  }
}
