package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.profile.Outbox;
import chat.cli.profile.OutboxFullException;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import chat.cli.text.Utf8;
import chat.cli.text.Utf8Lines;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "send",
    description = {
      "Send a message.",
      "Its id is printed once it is on disk on every replica in sync.",
      "Without TEXT, or with -, it is read from standard input, as one message.",
      "What isn't acknowledged, Ctrl-C or not, waits in the outbox: chat outbox retry."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat send bob 'See you at noon'",
      "  git log -1 | chat send bob -",
      "  chat send bob -- \"$TEXT\"    # whatever the text begins with",
      "  chat send '#lunch' 'At noon?'",
      "  chat send bob - --lines --batch july-1 < lines.txt    # safe to run again"
    })
final class SendCommand extends Verb {
  private static final String INPUT = "the standard input";

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "USER", description = "Who gets it; or a group: '#7' or '#lunch'.")
  private String to = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEXT",
      defaultValue = "-",
      description = "The message. Default: standard input.")
  private String text = "-";

  @Option(names = "--lines", description = "Each input line is a message; needs --batch.")
  private boolean lines;

  @Option(
      names = "--batch",
      paramLabel = "ID",
      description =
          "Names this input. Running it again with the same name sends only what is missing.")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--from-line",
      paramLabel = "N",
      description =
          "Begins with line N of the input: goes on behind what another batch sent of it.")
  private Optional<Long> fromLine = Optional.empty();

  /** Reasons of refusals that pass by themselves: the request id is as good as unused. */
  private static final Set<String> PASSING = Set.of("RATE_LIMITED", "OVERLOADED", "COMMIT_STALLED");

  @Override
  void run(Run run) throws Exception {
    if (lines != batch.isPresent() || lines && !readsInput()) {
      throw wrongUsage("--lines reads standard input and goes with --batch ID, and only with it");
    }
    if (fromLine.isPresent() && (!lines || fromLine.get() < 1)) {
      throw wrongUsage("--from-line takes a number from 1 on, and goes with --lines");
    }
    Profile profile = run.profile();
    Session session = run.session();
    try (ChatClient client = run.client(session)) {
      String with = Targets.resolve(client, to);
      if (batch.isPresent()) {
        sendLines(run, client, with, batch.get());
      } else {
        sendOne(run, client, with, profile.outbox(), session);
      }
    }
  }

  /** Behind {@code --} a dash is a message: a script can pass on any text there. */
  private boolean readsInput() {
    List<String> written = spec.commandLine().getParseResult().originalArgs();
    int end = written.indexOf("--");
    boolean literal = end >= 0 && written.subList(end + 1, written.size()).contains("-");
    return text.equals("-") && !literal;
  }

  private void sendOne(Run run, ChatClient client, String with, Outbox outbox, Session session)
      throws ChatFailure, IOException {
    String message = readsInput() ? wholeInput(run) : text;
    if (message.isEmpty()) {
      throw wrongUsage("the message is empty");
    }
    Outbox.Entry meant =
        new Outbox.Entry(
            RequestId.random().value(),
            System.currentTimeMillis(),
            session.name(),
            with,
            message,
            session.cluster(),
            "");
    new Delivery(run, client, outbox, session).send(stored(outbox, meant));
  }

  private static Outbox.Entry stored(Outbox outbox, Outbox.Entry meant)
      throws ChatFailure, IOException {
    try {
      return outbox.append(meant);
    } catch (OutboxFullException full) {
      throw new ChatFailure(
          ChatFailure.Kind.REFUSED,
          String.valueOf(full.getMessage()),
          "nothing was sent; see: chat outbox");
    }
  }

  /** One in flight at a time: several would arrive in any order. Empty lines are passed over. */
  private void sendLines(Run run, ChatClient client, String with, String name)
      throws ChatFailure, IOException {
    Utf8Lines input = new Utf8Lines(run.surroundings().in(), INPUT);
    for (var line = input.next(); line.isPresent(); line = input.next()) {
      if (line.get().isEmpty() || input.number() < fromLine.orElse(1L)) {
        continue;
      }
      Sent sent;
      try {
        sent = client.send(RequestId.ofLine(name, input.number()), with, line.get());
      } catch (ChatFailure failure) {
        throw atLine(input.number(), failure);
      }
      Delivery.print(run, sent);
      run.screen().flush();
    }
  }

  /**
   * A refusal by the chat's rules is kept under the line's request id, so that the same batch gets
   * it again for ever: the rest goes into another batch.
   */
  private static ChatFailure atLine(long number, ChatFailure failure) {
    String next =
        isKept(failure)
            ? "once that is mended, send the rest as another batch: --batch OTHER-ID --from-line "
                + number
            : "run it again with the same --batch: what was sent isn't sent twice";
    return failure.told(
        "line %d: %s".formatted(number, failure.getMessage()),
        failure.next().isEmpty() ? next : failure.next());
  }

  private static boolean isKept(ChatFailure failure) {
    return switch (failure.kind()) {
      case REFUSED -> !PASSING.contains(failure.reason());
      case NOT_FOUND -> true;
      case FAILED, AUTHENTICATION, UNAVAILABLE, OUTCOME_UNKNOWN -> false;
    };
  }

  /** Without the line break at the end, which is the shell's. */
  private String wholeInput(Run run) throws IOException {
    if (run.surroundings().console().isPresent() && System.console() != null) {
      run.screen().note("type the message, then Ctrl-D");
    }
    return Utf8.withoutLastBreak(Utf8.readAll(run.surroundings().in(), INPUT));
  }
}
