package chat.cli.session;

import chat.cli.client.ChatMessage;
import chat.cli.output.DisplayWidth;
import chat.cli.output.SafeText;
import chat.cli.output.Wrap;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The big part of the screen: messages, or a panel, or a word on why there is nothing. */
final class Panes {
  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
  private static final int INDENT = 2;

  private Panes() {}

  static String title(Panel panel) {
    return switch (panel) {
      case Panel.Help _ -> "help";
      case Panel.Users users -> users.pattern().isEmpty() ? "users" : "users " + users.pattern();
      case Panel.Hits hits -> "search: " + hits.text();
    };
  }

  /** Exactly {@code height} rows. */
  static List<Row> rows(Desk desk, int width, int height) {
    Optional<Panel> panel = desk.panel();
    if (panel.isPresent()) {
      return window(panelRows(desk, panel.get(), width), desk, height);
    }
    Optional<Conversation> open = desk.open();
    if (open.isEmpty()) {
      return welcome(desk, width, height);
    }
    Conversation c = open.get();
    if (c.isEmpty()) {
      return empty(desk, c, width, height);
    }
    HistoryRows history = new HistoryRows(c, desk.settings, width, desk.firstNew);
    List<Row> rows = history.newest(height + desk.scroll);
    int end = Math.max(0, rows.size() - desk.scroll);
    return filled(rows.subList(Math.max(0, end - height), end), height, true);
  }

  /** How far a panel can be scrolled down. */
  static int panelRows(Desk desk, int width) {
    return desk.panel().map(p -> panelRows(desk, p, width).size()).orElse(0);
  }

  private static List<Row> window(List<Row> rows, Desk desk, int height) {
    int first = Math.clamp(desk.panelScroll, 0, Math.max(0, rows.size() - height));
    return filled(rows.subList(first, Math.min(rows.size(), first + height)), height, false);
  }

  private static List<Row> filled(List<Row> rows, int height, boolean atBottom) {
    List<Row> all = new ArrayList<>();
    List<Row> blank = new ArrayList<>();
    for (int i = rows.size(); i < height; i++) {
      blank.add(Row.EMPTY);
    }
    if (atBottom) {
      all.addAll(blank);
    }
    all.addAll(rows);
    if (!atBottom) {
      all.addAll(blank);
    }
    return all;
  }

  private static List<Row> welcome(Desk desk, int width, int height) {
    if (!desk.known) {
      return waiting(desk, width, height);
    }
    boolean nobody = desk.conversations.list().isEmpty();
    return middle(
        width,
        height,
        nobody ? "No conversations yet." : "No conversation is open.",
        nobody ? "/users says who is here, /open NAME begins." : "Ctrl-N opens the next one.",
        "/help knows the rest.");
  }

  /** What there is can't be said yet. */
  private static List<Row> waiting(Desk desk, int width, int height) {
    return switch (desk.link) {
      case Link.Connecting _, Link.Live _ -> middle(width, height, "loading …");
      case Link.Lost _ ->
          middle(width, height, "No node answers.", "What there is comes as soon as one does.");
    };
  }

  private static List<Row> empty(Desk desk, Conversation c, int width, int height) {
    return switch (c.past()) {
      case NOT_ASKED, LOADING -> waiting(desk, width, height);
      case MORE, COMPLETE ->
          middle(width, height, "Nothing was said here yet.", "Type, and Enter sends it.");
    };
  }

  private static List<Row> middle(int width, int height, String... lines) {
    List<String> rows = new ArrayList<>();
    for (String line : lines) {
      rows.addAll(Wrap.rows(line, width));
    }
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < height; i++) {
      int at = i - Math.max(0, (height - rows.size()) / 2);
      if (at < 0 || at >= rows.size()) {
        all.add(Row.EMPTY);
        continue;
      }
      String text = rows.get(at);
      int column = (width - DisplayWidth.of(text)) / 2;
      all.add(new Row(List.of(new Piece(column, text, at == 0 ? Tone.PLAIN : Tone.FAINT))));
    }
    return all;
  }

  private static List<Row> panelRows(Desk desk, Panel panel, int width) {
    return switch (panel) {
      case Panel.Help _ -> Help.rows(width);
      case Panel.Users users -> users(users, width);
      case Panel.Hits hits -> hits(desk, hits, width);
    };
  }

  private static List<Row> users(Panel.Users users, int width) {
    if (users.names().isEmpty()) {
      return List.of(new Row(List.of(new Piece(0, "Nobody is called so.", Tone.FAINT))));
    }
    int widest = users.names().stream().mapToInt(DisplayWidth::of).max().orElse(1) + INDENT;
    int across = Math.max(1, width / widest);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < users.names().size(); i += across) {
      List<Piece> pieces = new ArrayList<>();
      for (int j = i; j < Math.min(users.names().size(), i + across); j++) {
        String name = DisplayWidth.fit(SafeText.line(users.names().get(j)), width);
        pieces.add(new Piece((j - i) * widest, name, Tone.NAME));
      }
      rows.add(new Row(pieces));
    }
    return rows;
  }

  private static List<Row> hits(Desk desk, Panel.Hits hits, int width) {
    if (hits.messages().isEmpty()) {
      return List.of(new Row(List.of(new Piece(0, "Nothing was found.", Tone.FAINT))));
    }
    ZoneId zone = desk.settings.zone();
    List<Row> rows = new ArrayList<>();
    for (ChatMessage m : hits.messages()) {
      String to = desk.conversations.find(m.to()).map(Conversation::title).orElse(m.to());
      String head =
          "%s  %s → %s"
              .formatted(
                  WHEN.format(Instant.ofEpochMilli(m.timeMillis()).atZone(zone)), m.from(), to);
      rows.add(
          new Row(List.of(new Piece(0, DisplayWidth.fit(SafeText.line(head), width), Tone.FAINT))));
      for (String line : Wrap.rows(m.text(), Math.max(2, width - INDENT))) {
        rows.add(new Row(List.of(new Piece(INDENT, line, Tone.PLAIN))));
      }
    }
    return rows;
  }
}
