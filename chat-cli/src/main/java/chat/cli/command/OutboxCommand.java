package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import chat.cli.profile.Outbox;
import chat.cli.profile.Session;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "outbox",
    description = "Messages that nobody acknowledged yet, oldest first.",
    subcommands = {OutboxCommand.Retry.class, OutboxCommand.Rebind.class, OutboxCommand.Drop.class})
final class OutboxCommand extends Verb {

  @Override
  void run(Run run) throws Exception {
    Outbox.Contents contents = run.profile().outbox().contents();
    List<Outbox.Entry> entries = contents.entries();
    String cluster = run.profile().session().map(Session::cluster).orElse("");
    if (run.format() == OutputFormat.TABLE) {
      Table table =
          new Table("ID", "SINCE", "FROM", "TO", "TEXT").wrapLast().ifNone("nothing waits");
      entries.forEach(
          e ->
              table.row(e.requestId(), Times.local(e.createdMillis()), e.from(), e.to(), e.text()));
      run.screen().table(table);
      entries.forEach(e -> tell(run, e, cluster));
    } else {
      run.screen().records(run.format(), entries.stream().map(OutboxCommand::json).toList(), "id");
    }
    DamagedEntries.fail(run, contents.damaged());
  }

  private static ObjectNode json(Outbox.Entry e) {
    ObjectNode json =
        Json.object()
            .put("id", e.requestId().toString())
            .put("time", Times.iso(e.createdMillis()))
            .put("from", e.from())
            .put("to", e.to())
            .put("text", e.text());
    if (!e.cluster().isEmpty()) {
      json.put("cluster", e.cluster());
    }
    if (e.isRefused()) {
      json.put("refused", e.refused());
    }
    return json;
  }

  /** Why an entry doesn't go out with the next retry, where it doesn't. */
  private static void tell(Run run, Outbox.Entry e, String cluster) {
    if (e.isRefused()) {
      run.screen().note("%s is refused: %s".formatted(e.requestId(), e.refused()));
    } else if (!e.isFor(cluster)) {
      run.screen()
          .note("%s was written for another cluster, %s".formatted(e.requestId(), e.cluster()));
    }
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
      var session = run.session();
      try (ChatClient client = run.client(session)) {
        Delivery delivery = new Delivery(run, client, profile.outbox(), session);
        Outbox.Contents contents = profile.outbox().contents();
        for (Outbox.Entry entry : contents.entries()) {
          Optional<String> left = left(entry, session);
          if (left.isEmpty()) {
            delivery.retry(entry);
          } else {
            run.screen().note("%s is left: %s".formatted(entry.requestId(), left.get()));
          }
        }
        DamagedEntries.fail(run, contents.damaged());
      }
    }
  }

  /** Why an entry isn't for this session to send. */
  private static Optional<String> left(Outbox.Entry entry, Session session) {
    if (!entry.from().equals(session.name())) {
      return Optional.of("it is from %s, and you are %s".formatted(entry.from(), session.name()));
    }
    if (entry.isRefused()) {
      return Optional.of("it was refused: " + entry.refused());
    }
    if (!entry.isFor(session.cluster())) {
      return Optional.of("it was written for another cluster; to send it here: chat outbox rebind");
    }
    return Optional.empty();
  }

  @Command(
      name = "rebind",
      description = {
        "Let messages for another cluster go to this session's.",
        "After a restore or a forced promotion, for example. The next retry sends them."
      })
  static final class Rebind extends Verb {
    @Override
    void run(Run run) throws Exception {
      var session = run.session();
      Outbox outbox = run.profile().outbox();
      int bound = 0;
      for (Outbox.Entry entry : outbox.entries()) {
        if (entry.from().equals(session.name()) && !entry.isFor(session.cluster())) {
          outbox.replace(entry.boundTo(session.cluster()));
          bound++;
        }
      }
      run.screen().note(bound + " rebound; send what waits with: chat outbox retry");
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
