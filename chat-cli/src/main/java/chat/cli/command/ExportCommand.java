package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatFailure;
import chat.cli.client.ExportPart;
import chat.cli.file.OutputFile;
import chat.cli.output.Json;
import chat.cli.output.Progress;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "All that the server holds of you, as JSON lines.",
      "Each has its kind: account, session, blocked, conversation, message, end.",
      "It is whole if, and only if, the end is there; else the command fails.",
      "Without --file, or with --file -, it goes to standard output."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  chat export --file mine.jsonl",
      "  chat export | jq -r 'select(.kind == \"message\") | .text'"
    })
final class ExportCommand extends Verb {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Write it here, readable by you only; the file appears when it is whole.")
  private Optional<Path> file = Optional.empty();

  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession());
        Progress progress = run.progress("messages")) {
      if (file.isEmpty() || OutputFile.isStdout(file.get())) {
        export(client, progress, line -> run.screen().line(line));
        return;
      }
      try (OutputFile whole = OutputFile.open(file.get(), run.surroundings().out())) {
        OutputStream out = whole.stream();
        export(client, progress, line -> write(out, line));
        whole.finish();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      progress.close();
      run.screen().note("exported to " + file.get());
    }
  }

  private static void write(OutputStream out, String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void export(ChatClient client, Progress progress, Consumer<String> lines)
      throws ChatFailure {
    client
        .account()
        .export(
            part -> {
              switch (part) {
                case ExportPart.Account account -> progress.of(account.messages());
                case ExportPart.Text _ -> progress.step(1);
                case ExportPart.OpenedSession _,
                    ExportPart.BlockedUser _,
                    ExportPart.Conversation _,
                    ExportPart.End _,
                    ExportPart.Unknown _ -> {}
              }
              json(part).ifPresent(json -> lines.accept(Json.line(json)));
            });
  }

  private static Optional<ObjectNode> json(ExportPart part) {
    return switch (part) {
      case ExportPart.Account a -> Optional.of(account(a));
      case ExportPart.OpenedSession(var s) ->
          Optional.of(kind("session").setAll(SessionsCommand.json(s)));
      case ExportPart.BlockedUser(var b) ->
          Optional.of(
              kind("blocked").put("name", b.name()).put("since", Times.iso(b.sinceMillis())));
      case ExportPart.Conversation c ->
          Optional.of(
              kind("conversation")
                  .put("conversation", c.name())
                  .put("lastSeq", c.lastSeq())
                  .put("deliveredSeq", c.deliveredSeq())
                  .put("readSeq", c.readSeq()));
      case ExportPart.Text(var m) -> Optional.of(kind("message").setAll(Messages.json(m)));
      case ExportPart.End e ->
          Optional.of(kind("end").put("messages", e.messages()).put("position", e.position()));
      case ExportPart.Unknown _ -> Optional.empty();
    };
  }

  /** How much will follow is said only where the server has counted it. */
  private static ObjectNode account(ExportPart.Account a) {
    ObjectNode json =
        kind("account").put("name", a.name()).put("created", Times.iso(a.createdMillis()));
    return a.conversations() == 0
        ? json
        : json.put("conversations", a.conversations()).put("messages", a.messages());
  }

  private static ObjectNode kind(String kind) {
    return Json.object().put("kind", kind);
  }
}
