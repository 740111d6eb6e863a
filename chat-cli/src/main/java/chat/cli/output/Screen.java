package chat.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

/**
 * Where a command writes: data on one stream, everything else on the other. Lines are whole; calls
 * from several threads don't mix within a line.
 */
public final class Screen {
  private static final int INDENT = 2;

  private final PrintStream data;
  private final PrintStream notes;
  private final Look look;
  private OptionalInt columns = OptionalInt.empty();

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

  /** On a terminal a table without rows is a sentence, not a heading with nothing below it. */
  public void table(Table table) {
    if (table.isEmpty() && dataOnTerminal() && !table.none().isEmpty()) {
      note(table.none());
      return;
    }
    List<String> lines = table.lines(columns());
    line(style(Style.BOLD, lines.getFirst()));
    lines.subList(1, lines.size()).forEach(this::line);
  }

  /**
   * Text that begins behind a head so many columns wide. On a terminal it is wrapped there; on a
   * narrow one below, a little indented.
   */
  public void behind(String head, int width, String text) {
    int room = columns() - width;
    if (columns() == TerminalWidth.UNKNOWN || DisplayWidth.of(SafeText.line(text)) <= room) {
      line(head + SafeText.line(text));
      return;
    }
    boolean below = room < Table.LEAST_TEXT;
    int indent = below ? INDENT : width;
    String before = below ? " ".repeat(indent) : head;
    if (below && !head.isBlank()) {
      line(head.stripTrailing());
    }
    for (String row : Wrap.rows(text, Math.max(2, columns() - indent))) {
      line(before + row);
      before = " ".repeat(indent);
    }
  }

  /** Asked once: it may cost a process. */
  private synchronized int columns() {
    if (columns.isEmpty()) {
      columns =
          OptionalInt.of(dataOnTerminal() ? look.columns().getAsInt() : TerminalWidth.UNKNOWN);
    }
    return columns.getAsInt();
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
