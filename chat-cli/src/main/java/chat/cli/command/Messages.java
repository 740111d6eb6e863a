package chat.cli.command;

import chat.cli.client.ChatMessage;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.SafeText;
import chat.cli.output.Screen;
import chat.cli.output.Style;
import chat.cli.output.Table;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How messages are printed: the same fields everywhere. */
final class Messages {
  private Messages() {}

  /** The contract with scripts; fields may be added. */
  static ObjectNode json(ChatMessage m) {
    return Json.object()
        .put("conversation", m.conversation())
        .put("seq", m.seq())
        .put("id", m.id())
        .put("from", m.from())
        .put("to", m.to())
        .put("text", m.text())
        .put("time", Times.iso(m.timeMillis()))
        .put("delivered", m.delivered())
        .put("read", m.read())
        .put("undeliverable", m.undeliverable());
  }

  /** {@code none}: what a person is told where there are no messages. */
  static void print(Run run, List<ChatMessage> messages, String none) {
    OutputFormat format = run.format();
    if (format == OutputFormat.TABLE) {
      Table table = new Table("SEQ", "TIME", "FROM", "TO", "STATE", "TEXT").wrapLast().ifNone(none);
      messages.forEach(
          m ->
              table.row(
                  m.seq(), Times.local(m.timeMillis()), m.from(), m.to(), state(m), m.text()));
      run.screen().table(table);
      return;
    }
    run.screen().records(format, messages.stream().map(Messages::json).toList(), "id");
  }

  /** One line for a person who watches; to whom it went is said where that isn't the watcher. */
  static String live(Screen screen, ChatMessage m, String me) {
    String to = m.to().equals(me) ? "" : " → " + m.to();
    return "%s %s %s"
        .formatted(
            screen.style(Style.DIM, Times.clock(m.timeMillis())),
            screen.style(Style.NAME, SafeText.line(m.from() + to) + ":"),
            SafeText.line(m.text()));
  }

  private static String state(ChatMessage m) {
    if (m.undeliverable()) {
      return "undeliverable";
    }
    if (m.read()) {
      return "read";
    }
    return m.delivered() ? "delivered" : "sent";
  }
}
