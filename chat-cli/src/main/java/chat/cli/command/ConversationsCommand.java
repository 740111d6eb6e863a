package chat.cli.command;

import chat.cli.client.ChatClient;
import chat.cli.client.ChatClient.Conversation;
import chat.cli.client.ConversationId;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Table;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "conversations",
    description = {"With whom you talk, and how much of it is unread.", "The newest first."})
final class ConversationsCommand extends Verb {
  @Override
  void run(Run run) throws Exception {
    try (ChatClient client = run.client(run.profile().requireSession())) {
      List<Conversation> all = client.conversations();
      if (run.format() == OutputFormat.TABLE) {
        Table table =
            new Table("WITH", "NAME", "UNREAD", "LAST", "TEXT")
                .wrapLast()
                .ifNone("no conversations yet; begin one: chat send USER TEXT");
        all.forEach(
            c ->
                table.row(
                    c.with(),
                    c.name(),
                    c.unread(),
                    c.last().map(m -> Times.local(m.timeMillis())).orElse("-"),
                    c.last().map(m -> m.text()).orElse("")));
        run.screen().table(table);
        return;
      }
      run.screen()
          .records(run.format(), all.stream().map(ConversationsCommand::json).toList(), "with");
    }
  }

  private static ObjectNode json(Conversation c) {
    ObjectNode json =
        Json.object()
            .put("conversation", c.id())
            .put("with", c.with())
            .put("name", c.name())
            .put("group", ConversationId.isGroup(c.with()))
            .put("lastSeq", c.lastSeq())
            .put("readSeq", c.readSeq())
            .put("unread", c.unread());
    c.last().ifPresent(m -> json.set("last", Messages.json(m)));
    return json;
  }
}
