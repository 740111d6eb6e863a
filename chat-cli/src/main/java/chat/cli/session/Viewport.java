package chat.cli.session;

/** What is in view: which conversation, how far back, at what size; and what is read by that. */
final class Viewport {
  private final Desk desk;

  Viewport(Desk desk) {
    this.desk = desk;
  }

  void open(Conversation c) {
    desk.takePanelAway();
    desk.scroll = 0;
    desk.conversations.open(c);
    desk.firstNew = c.unread().first();
    // Before the stream has begun, a page could miss what comes between the two.
    if (c.past() == Conversation.Past.NOT_ASKED && desk.isLive()) {
      load(c);
    }
  }

  void load(Conversation c) {
    c.past(Conversation.Past.LOADING);
    desk.ask(new Request.Load(c.name(), c.oldestSeq()));
  }

  HistoryRows history(Conversation c) {
    return new HistoryRows(c, desk.settings, view().paneWidth(), desk.firstNew);
  }

  private View view() {
    return new View(desk);
  }

  /** A panel goes first. */
  void toBottom() {
    if (desk.panel().isPresent()) {
      desk.takePanelAway();
    } else {
      desk.scroll = 0;
      desk.open().ifPresent(Conversation::trim);
    }
  }

  /** A page back (1) or on (-1). */
  void turn(int direction) {
    if (View.isTooSmall(desk.columns, desk.rows)) {
      return;
    }
    int page = Math.max(1, view().paneHeight() - 2);
    if (desk.panel().isPresent()) {
      int most = Panes.panelRows(desk, view().paneWidth()) - view().paneHeight();
      desk.panelScroll =
          Math.clamp(desk.panelScroll - (long) direction * page, 0, Math.max(0, most));
      return;
    }
    desk.open().ifPresent(c -> turn(c, direction * page));
  }

  private void turn(Conversation c, int by) {
    int height = view().paneHeight();
    int most = Math.max(0, history(c).total() - height);
    desk.scroll = Math.clamp(desk.scroll + (long) by, 0, most);
    boolean nearTop = desk.scroll + height >= most;
    if (by > 0 && nearTop && c.past() == Conversation.Past.MORE) {
      if (c.size() >= Conversation.KEPT_AT_MOST) {
        String older = "chat history %s --before %d".formatted(c.name(), c.oldestSeq());
        desk.say("older ones than these are shown by: " + older, Tone.FAINT);
      } else {
        load(c);
      }
    }
    if (desk.scroll == 0) {
      c.trim();
    }
  }

  /** The message at the bottom stays where it is. */
  void resize(int columns, int rows) {
    boolean usable = !View.isTooSmall(desk.columns, desk.rows) && !View.isTooSmall(columns, rows);
    boolean back = usable && desk.scroll > 0;
    int bottom = back ? desk.open().map(c -> history(c).entryAbove(desk.scroll)).orElse(0) : 0;
    desk.columns = columns;
    desk.rows = rows;
    if (back) {
      desk.scroll = desk.open().map(c -> history(c).rowsAfter(bottom)).orElse(0);
    }
    desk.ask(new Request.Redraw());
  }

  /** What is seen is read: at the end of an open conversation, while somebody looks. */
  void lookAtUnread() {
    if (!desk.focused || !desk.isAtBottom()) {
      return;
    }
    desk.open()
        .filter(c -> c.past() == Conversation.Past.MORE || c.past() == Conversation.Past.COMPLETE)
        .ifPresent(this::markRead);
  }

  void markRead(Conversation c) {
    if (c.unread().count() == 0) {
      return;
    }
    long last = c.unread().last();
    c.unread().read(last);
    desk.ask(new Request.MarkRead(c.name(), last));
  }
}
