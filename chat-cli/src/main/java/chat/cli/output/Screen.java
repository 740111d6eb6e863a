package chat.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Where a command writes: data on one stream, everything else on the other. Lines are whole; calls
 * from several threads don't mix within a line.
 */
public final class Screen {
  private final PrintStream data;
  private final PrintStream notes;
  private final Look look;

  /** What the streams are, and what was asked for; {@code columns} is asked on a terminal only. */
  public record Look(boolean dataOnTerminal, boolean colors, boolean quiet, IntSupplier columns) {}

  public Screen(PrintStream data, PrintStream notes, Look look) {
    this.data = data;
    this.notes = notes;
    this.look = look;
  }

  public boolean dataOnTerminal() {
    return look.dataOnTerminal();
  }

  /** A line of data. */
  public void line(String text) {
    data.println(text);
  }

  public void table(Table table) {
    int columns = dataOnTerminal() ? look.columns().getAsInt() : TerminalWidth.UNKNOWN;
    List<String> lines = table.lines(columns);
    line(style(Style.BOLD, lines.getFirst()));
    lines.subList(1, lines.size()).forEach(this::line);
  }

  /** A list of records in a machine's format. */
  public void records(OutputFormat format, List<? extends JsonNode> records, String nameField) {
    switch (format) {
      case JSON -> {
        ArrayNode all = Json.array();
        records.forEach(all::add);
        line(Json.document(all));
      }
      case JSONL -> records.forEach(r -> line(Json.line(r)));
      case NAME -> records.forEach(r -> line(r.path(nameField).asText()));
      case TABLE -> throw new IllegalArgumentException("a table has columns");
    }
  }

  /** One record in a machine's format. */
  public void record(OutputFormat format, JsonNode record, String nameField) {
    switch (format) {
      case JSON -> line(Json.document(record));
      case JSONL -> line(Json.line(record));
      case NAME -> line(record.path(nameField).asText());
      case TABLE -> throw new IllegalArgumentException("a table has columns");
    }
  }

  /** What was printed is out of our hands; false where the reader has gone. */
  public boolean flush() {
    return !data.checkError();
  }

  /** A remark for a person; silent with {@code -q}. */
  public void note(String text) {
    if (!look.quiet()) {
      notes.println(text);
    }
  }

  /** Why the command fails; never silent. */
  public void error(String text) {
    notes.println(text);
  }

  public String style(Style style, String text) {
    return look.colors() ? style.on(text) : text;
  }
}
