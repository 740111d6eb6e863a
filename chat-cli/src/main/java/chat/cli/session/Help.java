package chat.cli.session;

import chat.cli.output.DisplayWidth;
import chat.cli.output.Wrap;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import java.util.ArrayList;
import java.util.List;

/** What /help shows. */
final class Help {
  private static final int GAP = 2;

  private Help() {}

  private record Line(String left, String right) {}

  private static final List<Line> KEYS =
      List.of(
          new Line("Enter", "send; Alt-Enter begins a new line"),
          new Line("Tab", "complete a command or a name"),
          new Line("Up, Down", "what you wrote before"),
          new Line("PgUp, PgDn", "older and newer messages; Esc: the newest"),
          new Line("Ctrl-N, Ctrl-P", "the next and the previous conversation"),
          new Line("Ctrl-O", "the next one with something unread"),
          new Line("Ctrl-A, Ctrl-E", "the line's beginning and end; Alt-B, Alt-F: a word"),
          new Line("Ctrl-W, -U, -K", "delete a word, to the beginning, to the end"),
          new Line("Ctrl-C", "empty the prompt; twice on an empty one: leave"),
          new Line("Ctrl-L", "draw everything anew"),
          new Line("Ctrl-D", "leave"));

  private static final List<Line> MARKS =
      List.of(
          new Line(
              Mark.PENDING.sign(),
              "in the outbox, on disk; sent as soon as the service answers, if not by now then by"
                  + " the next start or: chat outbox retry"),
          new Line(Mark.UNDECIDED.sign(), "perhaps sent; being tried again, never sent twice"),
          new Line(Mark.REFUSED.sign(), "refused, with the reason; /recall brings the text back"),
          new Line(Mark.SENT.sign(), "sent: on disk on every replica in sync"),
          new Line(Mark.DELIVERED.sign(), "delivered; in a group: to everybody"),
          new Line(Mark.READ.sign(), "read; in a group: by everybody"),
          new Line(Mark.UNDELIVERABLE.sign(), "undeliverable: the account was deleted"));

  static List<Row> rows(int width) {
    List<Row> rows = new ArrayList<>();
    section("Commands", commands(), width, rows);
    section("Keys", KEYS, width, rows);
    section("Marks", MARKS, width, rows);
    rows.removeLast();
    return rows;
  }

  private static List<Line> commands() {
    List<Line> lines = new ArrayList<>();
    for (Command c : Command.values()) {
      lines.add(new Line((c.word() + " " + c.arguments()).strip(), c.meaning()));
    }
    lines.add(new Line("//TEXT", "a message that begins with a slash"));
    return lines;
  }

  private static void section(String title, List<Line> lines, int width, List<Row> rows) {
    rows.add(new Row(List.of(new Piece(0, title, Tone.STRONG))));
    int left = lines.stream().mapToInt(l -> DisplayWidth.of(l.left())).max().orElse(1);
    int rightAt = GAP + left + GAP;
    boolean narrow = width - rightAt < 16;
    for (Line line : lines) {
      Piece name = new Piece(GAP, DisplayWidth.fit(line.left(), width - GAP), Tone.NAME);
      if (narrow) {
        rows.add(new Row(List.of(name)));
        for (String text : Wrap.rows(line.right(), width - 2 * GAP)) {
          rows.add(new Row(List.of(new Piece(2 * GAP, text, Tone.PLAIN))));
        }
        continue;
      }
      boolean first = true;
      for (String text : Wrap.rows(line.right(), width - rightAt)) {
        Piece right = new Piece(rightAt, text, Tone.PLAIN);
        rows.add(new Row(first ? List.of(name, right) : List.of(right)));
        first = false;
      }
    }
    rows.add(Row.EMPTY);
  }
}
