package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.Subscription;
import chat.cli.output.OutputFormat;
import chat.cli.output.PipeGauge;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "listen",
    description = {
      "Print messages as they come.",
      "Each is printed once, over failovers and over runs of this command, and over a restore.",
      "On a terminal for people, in a pipe as JSON lines.",
      "What the consumer hasn't taken comes again: --ack and --exec let it say so itself."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat listen",
      "  chat listen | while read -r line; do handle \"$line\"; done",
      "  chat listen --exec 'jq -r .text >> texts'    # a message is taken when this ends with 0",
      "  coproc chat listen --ack -o name; read -r id <&\"${COPROC[0]}\"; echo \"$id\" >&\"${COPROC[1]}\""
    })
final class ListenCommand extends Verb {
  private static final int MAX_WINDOW = 1000;

  /** In which the JVM gives arguments to other programs. */
  private static final Charset SYSTEM_ENCODING =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

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

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description =
          "Run this for each message, with its JSON as input; it is taken when the command ends"
              + " with 0, else this ends with 1.")
  private Optional<String> command = Optional.empty();

  @Option(
      names = "--ack",
      description =
          "A message is taken when its id comes on standard input (which covers those before it),"
              + " or an empty line for the oldest.")
  private boolean ack;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "16",
      description = "With --ack: so many may be unconfirmed, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int window = 16;

  @Override
  void run(Run run) throws Exception {
    check();
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
      ListenProgress progress = new ListenProgress(profile, session.name(), point.heard(), marks);
      HandOver handOver = handOver(run, progress);
      ListenOutput sink =
          new ListenOutput(run.screen(), session.name(), point.heard(), wish, handOver, progress);
      try {
        client.listen(new Subscription.Start(point.cursor(), true), sink);
        handOver.finish();
      } finally {
        progress.save();
      }
    }
  }

  private void check() {
    if (ack && command.isPresent()) {
      throw wrongUsage("--ack and --exec exclude each other");
    }
    if (window < 1 || window > MAX_WINDOW) {
      throw wrongUsage("--window is from 1 to " + MAX_WINDOW);
    }
    if (command.isPresent() && !SYSTEM_ENCODING.newEncoder().canEncode(command.get())) {
      throw wrongUsage("--exec has characters that a command can't have in this locale");
    }
  }

  private HandOver handOver(Run run, ListenProgress progress) {
    if (command.isPresent()) {
      return new ExecHandOver(command.get(), progress);
    }
    if (ack) {
      AckHandOver acknowledged =
          new AckHandOver(run.screen(), run.surroundings().in(), progress, window);
      acknowledged.start();
      return acknowledged;
    }
    return new PrintHandOver(
        run.screen(),
        run.surroundings().isProcess() ? PipeGauge.ofStdout() : Optional.empty(),
        progress);
  }
}
