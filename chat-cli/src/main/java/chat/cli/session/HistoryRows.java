package chat.cli.session;

import chat.cli.output.DisplayWidth;
import chat.cli.output.SafeText;
import chat.cli.output.Wrap;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The messages of a conversation as rows of a width, made from the newest backwards, no more than
 * are asked for.
 *
 * <pre>
 * ──────────────── Sat 21 November 2026 ────────────────
 * 09:12 bob    Shall we meet at noon? The place on the
 *              corner.
 * 09:13 alice  Yes                                      ✓✓
 * </pre>
 */
final class HistoryRows {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
  private static final int CLOCK_WIDTH = 6;
  private static final int MARK_WIDTH = 3;
  private static final int WIDEST_NAME = 12;
  private static final int NAMED_EVERY = 8;
  private static final int MINUTE_MILLIS = 60_000;

  /** Narrower than this, the time is left out. */
  private static final int ROOM_FOR_CLOCK = 44;

  private final Conversation conversation;
  private final List<Entry> entries;
  private final ZoneId zone;
  private final int width;
  private final int newAt;
  private final int clockWidth;
  private final int nameWidth;
  private final String me;

  /** {@code firstNew}: the message above which new ones begin; 0: none. */
  HistoryRows(Conversation conversation, Settings settings, int width, long firstNew) {
    this.conversation = conversation;
    this.entries = conversation.entries();
    this.zone = settings.zone();
    this.me = settings.me();
    this.width = width;
    this.newAt = newAt(firstNew);
    this.clockWidth = width >= ROOM_FOR_CLOCK ? CLOCK_WIDTH : 0;
    int widest =
        entries.stream().map(Entry::from).distinct().mapToInt(DisplayWidth::of).max().orElse(1);
    this.nameWidth = Math.min(widest, Math.min(WIDEST_NAME, width / 4));
  }

  /** The first message of another from {@code firstNew} on, if all from there on are here. */
  private int newAt(long firstNew) {
    boolean here =
        firstNew > 0
            && (conversation.past() == Conversation.Past.COMPLETE
                || !entries.isEmpty() && entries.getFirst().seq() <= firstNew);
    for (int i = 0; here && i < entries.size(); i++) {
      if (entries.get(i).seq() >= firstNew && !entries.get(i).from().equals(me)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The rows of the newest messages, top first, at least {@code wanted} where there are so many.
   */
  List<Row> newest(int wanted) {
    List<List<Row>> blocks = new ArrayList<>();
    int rows = 0;
    int at = entries.size();
    while (at > 0 && rows < wanted) {
      at--;
      List<Row> block = block(at);
      blocks.add(block);
      rows += block.size();
    }
    List<Row> all = new ArrayList<>();
    if (at == 0 && rows < wanted) {
      all.addAll(top());
    }
    blocks.reversed().forEach(all::addAll);
    return all;
  }

  /** Rows of all messages and of what stands above them. */
  int total() {
    return newest(Integer.MAX_VALUE).size();
  }

  /** Rows that the newest message takes. */
  int lastBlock() {
    return entries.isEmpty() ? 0 : block(entries.size() - 1).size();
  }

  /** The entry of which a row is in view, {@code below} rows above the end. */
  int entryAbove(int below) {
    int rows = 0;
    int at = entries.size();
    while (at > 0 && rows <= below) {
      at--;
      rows += block(at).size();
    }
    return at;
  }

  /** Rows of the entries after one. */
  int rowsAfter(int entry) {
    int rows = 0;
    for (int i = entry + 1; i < entries.size(); i++) {
      rows += block(i).size();
    }
    return rows;
  }

  private List<Row> top() {
    return switch (conversation.past()) {
      case NOT_ASKED, MORE -> List.of();
      case LOADING -> List.of(centred("loading older messages …"));
      case COMPLETE ->
          List.of(
              centred("the beginning of your messages with " + conversation.title()), Row.EMPTY);
    };
  }

  private Row centred(String text) {
    String fit = DisplayWidth.fit(text, width);
    int column = Math.max(0, (width - DisplayWidth.of(fit)) / 2);
    return new Row(List.of(new Piece(column, fit, Tone.FAINT)));
  }

  private List<Row> block(int index) {
    Entry e = entries.get(index);
    List<Row> rows = new ArrayList<>();
    boolean newDay = e.timeMillis() > 0 && (index == 0 || isOtherDay(entries.get(index - 1), e));
    if (newDay) {
      rows.add(rule(DAY.format(day(e)), Tone.FAINT));
    }
    boolean newHere = index == newAt;
    if (newHere) {
      rows.add(rule("new", Tone.UNREAD));
    }
    boolean follows =
        index > 0 && !newDay && !newHere && belongsTogether(entries.get(index - 1), e);
    rows.addAll(message(e, follows));
    return rows;
  }

  private boolean isOtherDay(Entry before, Entry e) {
    return before.timeMillis() == 0 || !day(before).equals(day(e));
  }

  private LocalDate day(Entry e) {
    return Instant.ofEpochMilli(e.timeMillis()).atZone(zone).toLocalDate();
  }

  /** The same person in the same minute: said once, and again so often that it is in view. */
  private static boolean belongsTogether(Entry before, Entry e) {
    boolean again = e.seq() != 0 && e.seq() % NAMED_EVERY == 0;
    return !again
        && before.from().equals(e.from())
        && (e.timeMillis() == 0
            || before.timeMillis() / MINUTE_MILLIS == e.timeMillis() / MINUTE_MILLIS);
  }

  private List<Row> message(Entry e, boolean follows) {
    int textAt = clockWidth + nameWidth + 1;
    int textWidth = Math.max(2, width - textAt - MARK_WIDTH);
    List<Row> rows = new ArrayList<>();
    for (String text : Wrap.rows(e.text(), textWidth)) {
      List<Piece> pieces = new ArrayList<>();
      if (rows.isEmpty()) {
        head(e, follows, pieces);
      }
      pieces.add(new Piece(textAt, text, Tone.PLAIN));
      Mark mark = conversation.mark(e);
      if (rows.isEmpty() && mark != Mark.NONE) {
        pieces.add(new Piece(width - DisplayWidth.of(mark.sign()), mark.sign(), mark.tone()));
      }
      rows.add(new Row(pieces));
    }
    if (!e.why().isEmpty()) {
      String reason = "not sent: %s; /recall brings it back".formatted(SafeText.line(e.why()));
      for (String text : Wrap.rows(reason, textWidth)) {
        rows.add(new Row(List.of(new Piece(textAt, text, Tone.BAD))));
      }
    }
    return rows;
  }

  private void head(Entry e, boolean follows, List<Piece> pieces) {
    if (follows) {
      return;
    }
    if (clockWidth > 0 && e.timeMillis() > 0) {
      String clock = CLOCK.format(Instant.ofEpochMilli(e.timeMillis()).atZone(zone));
      pieces.add(new Piece(0, clock, Tone.FAINT));
    }
    String name = DisplayWidth.fit(SafeText.line(e.from()), nameWidth);
    pieces.add(new Piece(clockWidth, name, e.from().equals(me) ? Tone.ME : Tone.NAME));
  }

  private Row rule(String label, Tone tone) {
    String text = " " + label + " ";
    int left = Math.max(0, (width - text.length()) / 2);
    int right = Math.max(0, width - left - text.length());
    return new Row(
        List.of(
            new Piece(0, "─".repeat(left), Tone.FAINT),
            new Piece(left, DisplayWidth.fit(text, width), tone),
            new Piece(left + text.length(), "─".repeat(right), Tone.FAINT)));
  }
}
