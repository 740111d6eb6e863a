package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.RequestId;
import chat.cli.client.Sent;
import chat.cli.profile.Outbox;
import chat.cli.profile.Profile;
import chat.cli.profile.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "  chat send '#lunch' 'At noon?'",
      "  chat send bob - --lines --batch july-1 < lines.txt    # safe to run again"
    })
final class SendCommand extends Verb {
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

  @Override
  void run(Run run) throws Exception {
    if (lines != batch.isPresent() || lines && !text.equals("-")) {
      throw wrongUsage("--lines reads standard input and goes with --batch ID, and only with it");
    }
    Profile profile = run.profile();
    Session session = profile.requireSession();
    try (ChatClient client = run.client(session)) {
      String with = Targets.resolve(client, to);
      if (batch.isPresent()) {
        sendLines(run, client, with, batch.get());
      } else {
        sendOne(run, client, with, profile.outbox(), session);
      }
    }
  }

  private void sendOne(Run run, ChatClient client, String with, Outbox outbox, Session session)
      throws ChatFailure, IOException {
    String message = text.equals("-") ? wholeInput(run) : text;
    if (message.isEmpty()) {
      throw wrongUsage("the message is empty");
    }
    Outbox.Entry entry =
        new Outbox.Entry(
            RequestId.random().value(), System.currentTimeMillis(), session.name(), with, message);
    outbox.add(entry);
    new Delivery(run, client, outbox).send(entry);
  }

  /** One in flight at a time: several would arrive in any order. Empty lines are passed over. */
  private void sendLines(Run run, ChatClient client, String with, String name)
      throws ChatFailure, IOException {
    BufferedReader input =
        new BufferedReader(
            new InputStreamReader(
                run.surroundings().in(),
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    long number = 0;
    for (@Nullable String line = input.readLine(); line != null; line = input.readLine()) {
      number++;
      if (line.isEmpty()) {
        continue;
      }
      Sent sent;
      try {
        sent = client.send(RequestId.ofLine(name, number), with, line);
      } catch (ChatFailure failure) {
        throw atLine(number, failure);
      }
      Delivery.print(run, sent);
      run.screen().flush();
    }
  }

  private static ChatFailure atLine(long number, ChatFailure failure) {
    return failure.told(
        "line %d: %s".formatted(number, failure.getMessage()),
        failure.next().isEmpty()
            ? "run it again with the same --batch: what was sent isn't sent twice"
            : failure.next());
  }

  /** Without the line break at the end, which is the shell's. */
  private String wholeInput(Run run) throws IOException {
    if (run.surroundings().console().isPresent() && System.console() != null) {
      run.screen().note("type the message, then Ctrl-D");
    }
    byte[] bytes = run.surroundings().in().readAllBytes();
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .toString()
          .replaceFirst("\r?\n$", "");
    } catch (CharacterCodingException e) {
      throw wrongUsage("the input is not UTF-8 text");
    }
  }
}
