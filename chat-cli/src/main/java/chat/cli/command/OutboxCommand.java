package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import chat.cli.profile.Outbox;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "outbox",
    description = "Messages that nobody acknowledged yet, oldest first.",
    subcommands = {OutboxCommand.Retry.class, OutboxCommand.Drop.class})
final class OutboxCommand extends Verb {

  @Override
  void run(Run run) throws Exception {
    List<Outbox.Entry> entries = run.profile().outbox().entries();
    if (run.format() == OutputFormat.TABLE) {
      Table table =
          new Table("ID", "SINCE", "FROM", "TO", "TEXT").wrapLast().ifNone("nothing waits");
      entries.forEach(
          e ->
              table.row(e.requestId(), Times.local(e.createdMillis()), e.from(), e.to(), e.text()));
      run.screen().table(table);
      return;
    }
    run.screen()
        .records(
            run.format(),
            entries.stream()
                .map(
                    e ->
                        Json.object()
                            .put("id", e.requestId().toString())
                            .put("time", Times.iso(e.createdMillis()))
                            .put("from", e.from())
                            .put("to", e.to())
                            .put("text", e.text()))
                .toList(),
            "id");
  }

  @Command(
      name = "retry",
      description = {
        "Send what waits, in order.",
        "Nothing is sent twice, whatever came of it before."
      })
  static final class Retry extends Verb {
    @Override
    void run(Run run) throws Exception {
      var profile = run.profile();
      var session = profile.requireSession();
      try (ChatClient client = run.client(session)) {
        Delivery delivery = new Delivery(run, client, profile.outbox());
        for (Outbox.Entry entry : profile.outbox().entries()) {
          if (entry.from().equals(session.name())) {
            delivery.send(entry);
          } else {
            run.screen()
                .note(
                    "%s is left: it is from %s, and you are %s"
                        .formatted(entry.requestId(), entry.from(), session.name()));
          }
        }
      }
    }
  }

  @Command(
      name = "drop",
      description = "Forget a message. If it was sent after all, it stays sent.")
  static final class Drop extends Verb {
    @picocli.CommandLine.Parameters(paramLabel = "ID", description = "As the list shows it.")
    private String id = "";

    @Override
    void run(Run run) throws Exception {
      Outbox outbox = run.profile().outbox();
      for (Outbox.Entry entry : outbox.entries()) {
        if (entry.requestId().toString().equals(id)) {
          outbox.remove(entry);
          run.screen().note("dropped");
          return;
        }
      }
      throw new chat.cli.client.ChatFailure(
          chat.cli.client.ChatFailure.Kind.NOT_FOUND,
          "no such message in the outbox: " + id,
          "see: chat outbox");
    }
  }
}
