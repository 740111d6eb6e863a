package chat.cli.session;

import chat.cli.output.DisplayWidth;
import chat.cli.output.SafeText;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the parts together for a size of the terminal.
 *
 * <pre>
 *  chat  alice                                        ● chat-1, epoch 2
 * ──────────────────────┬─ bob ────────────────────────────────────────
 *  bob                2 │ messages, or a panel over them
 *  carol                │
 * ──────────────────────┴──────────────────────────────────────────────
 *  bob › the prompt
 *  a notice, or the keys
 * </pre>
 */
final class View {
  static final int LEAST_COLUMNS = 20;
  static final int LEAST_ROWS = 7;
  private static final int ROOM_FOR_LIST = 60;
  private static final int ROOM_FOR_WIDE_LIST = 90;
  private static final int LIST = 16;
  private static final int WIDE_LIST = 24;

  /** Bar, two rules, the line of help. */
  private static final int FRAME_ROWS = 4;

  private static final List<String> KEYS =
      List.of(
          "Enter sends", "/help", "Tab completes", "PgUp older", "Ctrl-N next", "Ctrl-D leaves");

  private final Desk desk;
  private final int columns;
  private final int rows;

  View(Desk desk) {
    this.desk = desk;
    this.columns = desk.columns;
    this.rows = desk.rows;
  }

  static boolean isTooSmall(int columns, int rows) {
    return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
  }

  /** Columns of the list and its border; 0: there is no room for a list. */
  private int listWidth() {
    if (columns < ROOM_FOR_LIST) {
      return 0;
    }
    return columns < ROOM_FOR_WIDE_LIST ? LIST : WIDE_LIST;
  }

  private int paneColumn() {
    return listWidth() == 0 ? 0 : listWidth() + 2;
  }

  /** Columns of the messages; one stays free at the right end. */
  int paneWidth() {
    return columns - paneColumn() - 1;
  }

  int paneHeight() {
    return rows - FRAME_ROWS - prompt().rows().size();
  }

  private PromptRows prompt() {
    String name = desk.open().map(Conversation::title).orElse("");
    return PromptRows.of(name, desk.prompt(), columns, Math.max(1, rows / 3));
  }

  Picture picture() {
    if (isTooSmall(columns, rows)) {
      Row sorry =
          new Row(List.of(new Piece(0, DisplayWidth.fit("too small", columns), Tone.FAINT)));
      List<Row> all = new ArrayList<>(List.of(sorry));
      while (all.size() < rows) {
        all.add(Row.EMPTY);
      }
      return new Picture(all.subList(0, rows), 0, 0);
    }
    PromptRows prompt = prompt();
    int height = paneHeight();
    List<Row> all = new ArrayList<>();
    all.add(bar());
    all.add(rule(title(), '┬'));
    List<Row> list = ConversationList.rows(desk.conversations, listWidth(), height);
    List<Row> pane = Panes.rows(desk, paneWidth(), height);
    for (int i = 0; i < height; i++) {
      all.add(beside(list.get(i), pane.get(i)));
    }
    all.add(rule(position(), '┴'));
    int promptAt = all.size();
    all.addAll(prompt.rows());
    all.add(foot());
    return new Picture(all, promptAt + prompt.cursorRow(), prompt.cursorColumn());
  }

  private Row beside(Row left, Row right) {
    if (listWidth() == 0) {
      return right;
    }
    List<Piece> pieces = new ArrayList<>(left.pieces());
    pieces.add(new Piece(listWidth(), "│", Tone.FAINT));
    right
        .pieces()
        .forEach(p -> pieces.add(new Piece(p.column() + paneColumn(), p.text(), p.tone())));
    return new Row(pieces);
  }

  private Row bar() {
    Piece state = indicator();
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece(0, "chat", Tone.STRONG));
    String me = desk.settings.me();
    if (6 + DisplayWidth.of(me) < state.column()) {
      pieces.add(new Piece(6, me, Tone.ME));
    }
    int unread = desk.conversations.unread();
    String count = unread + " unread";
    int countAt = 6 + DisplayWidth.of(me) + 2;
    if (unread > 0 && countAt + count.length() + 1 < state.column()) {
      pieces.add(new Piece(countAt, count, Tone.UNREAD));
    }
    pieces.add(state);
    return new Row(pieces);
  }

  private Piece indicator() {
    int room = Math.max(1, columns - 7);
    return switch (desk.link) {
      case Link.Connecting _ -> atRight("○ connecting …", room, Tone.WAITING);
      case Link.Lost lost -> atRight("○ lost " + lost.what() + ", retrying …", room, Tone.BAD);
      case Link.Live _ -> atRight("● " + answering(), room, Tone.GOOD);
    };
  }

  /** Who answers. */
  private String answering() {
    Input.Cluster cluster = desk.cluster;
    if (cluster.answeredBy().isEmpty()) {
      return "connected";
    }
    return cluster.answeredBy() + (cluster.epoch() == 0 ? "" : ", epoch " + cluster.epoch());
  }

  private Piece atRight(String text, int room, Tone tone) {
    String fit = DisplayWidth.fit(SafeText.line(text), room);
    return new Piece(columns - DisplayWidth.of(fit), fit, tone);
  }

  private Optional<String> title() {
    return desk.panel()
        .map(Panes::title)
        .or(() -> desk.open().map(Conversation::title))
        .map(SafeText::line);
  }

  /** Where the view is, if not at the end. */
  private Optional<String> position() {
    if (desk.panel().isPresent()) {
      boolean more = Panes.panelRows(desk, paneWidth()) > paneHeight();
      return Optional.of(more ? "PgDn: more; Esc: back" : "Esc: back");
    }
    if (desk.scroll == 0) {
      return Optional.empty();
    }
    int unread = desk.open().map(c -> c.unread().count()).orElse(0);
    return Optional.of(unread == 0 ? "older messages; Esc: newest" : unread + " new below; Esc");
  }

  private Row rule(Optional<String> label, char cross) {
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    if (listWidth() > 0) {
      pieces.add(new Piece(0, "─".repeat(listWidth()) + cross, Tone.FAINT));
      at = listWidth() + 1;
    }
    if (label.isPresent()) {
      String text = " " + DisplayWidth.fit(label.get(), columns - at - 5) + " ";
      pieces.add(new Piece(at, "─", Tone.FAINT));
      pieces.add(new Piece(at + 1, text, Tone.STRONG));
      at += 1 + DisplayWidth.of(text);
    }
    pieces.add(new Piece(at, "─".repeat(Math.max(0, columns - at)), Tone.FAINT));
    return new Row(pieces);
  }

  private Row foot() {
    if (!desk.choices().isEmpty()) {
      String text = String.join("  ", desk.choices());
      return new Row(
          List.of(new Piece(0, DisplayWidth.fit(SafeText.line(text), columns), Tone.NAME)));
    }
    Optional<Notice> notice = desk.notice();
    if (notice.isPresent()) {
      String text = DisplayWidth.fit(SafeText.line(notice.get().text()), columns);
      return new Row(List.of(new Piece(0, text, notice.get().tone())));
    }
    StringBuilder keys = new StringBuilder();
    for (String key : KEYS) {
      String next = keys.isEmpty() ? key : " · " + key;
      if (keys.length() + next.length() > columns) {
        break;
      }
      keys.append(next);
    }
    return new Row(List.of(new Piece(0, keys.toString(), Tone.FAINT)));
  }
}
