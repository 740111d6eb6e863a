package chat.cli.command;

import chat.cli.client.ChatEvent;
import chat.cli.client.GroupCalls;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.SafeText;
import chat.cli.output.Screen;
import chat.cli.output.Style;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What {@code listen --events} prints beside messages; in JSON told apart by {@code event}. */
final class StreamEvents {
  private StreamEvents() {}

  /** Empty where the format has no line for it. */
  static Optional<ListenLine> line(Screen screen, OutputFormat format, ChatEvent event) {
    ObjectNode json = json(event);
    return switch (format) {
      case TABLE ->
          Optional.of(
              new ListenLine("", screen.style(Style.DIM, SafeText.line(sentence(event))), json));
      case JSON, JSONL -> Optional.of(new ListenLine("", Json.line(json), json));
      case NAME -> Optional.empty();
    };
  }

  static String sentence(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Receipt r ->
          "%s: %s has %d, read %d"
              .formatted(r.conversation(), r.by(), r.deliveredSeq(), r.readSeq());
      case ChatEvent.Deletion d ->
          "%s: %s deleted %s%s"
              .formatted(d.conversation(), d.by(), d.seqs(), d.forEveryone() ? "" : " for oneself");
      case ChatEvent.GroupChanged(var group, var out) ->
          out
              ? "%s: you are out".formatted(group.id())
              : "%s is called %s; in it: %s"
                  .formatted(
                      group.id(),
                      group.name(),
                      String.join(
                          ", ", group.members().stream().map(GroupCalls.Member::name).toList()));
      case ChatEvent.AccountDeleted d ->
          "%s deleted the account; undeliverable messages to %s: %d"
              .formatted(d.name(), d.name(), d.undeliverable());
    };
  }

  private static ObjectNode json(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Receipt r ->
          Json.object()
              .put("event", "receipt")
              .put("conversation", r.conversation())
              .put("by", r.by())
              .put("delivered", r.deliveredSeq())
              .put("read", r.readSeq());
      case ChatEvent.Deletion d -> {
        ObjectNode json =
            Json.object()
                .put("event", "deletion")
                .put("conversation", d.conversation())
                .put("by", d.by())
                .put("forEveryone", d.forEveryone())
                .put("time", Times.iso(d.timeMillis()));
        ArrayNode seqs = json.putArray("seqs");
        d.seqs().forEach(seqs::add);
        yield json;
      }
      case ChatEvent.GroupChanged(var group, var out) ->
          Groups.json(group).put("event", "group").put("out", out);
      case ChatEvent.AccountDeleted d ->
          Json.object()
              .put("event", "accountDeleted")
              .put("name", d.name())
              .put("conversation", d.conversation())
              .put("undeliverable", d.undeliverable())
              .put("time", Times.iso(d.timeMillis()));
    };
  }
}
