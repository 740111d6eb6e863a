package chat.cli.session;

import chat.cli.output.DisplayWidth;
import chat.cli.output.SafeText;
import chat.cli.session.Picture.Piece;
import chat.cli.session.Picture.Row;
import java.util.ArrayList;
import java.util.List;

/** The list at the left: names, and how much of each is unread. */
final class ConversationList {
  private ConversationList() {}

  /** Exactly {@code height} rows; the open conversation is always among them. */
  static List<Row> rows(Conversations conversations, int width, int height) {
    List<Row> rows = new ArrayList<>();
    if (width > 0) {
      List<Conversation> all = conversations.list();
      int open = conversations.open().map(all::indexOf).orElse(0);
      int first = Math.clamp(open - height + 1L, 0, Math.max(0, all.size() - height));
      for (Conversation c : all.subList(first, Math.min(all.size(), first + height))) {
        rows.add(row(c, conversations.open().filter(o -> o == c).isPresent(), width));
      }
    }
    while (rows.size() < height) {
      rows.add(Row.EMPTY);
    }
    return rows;
  }

  private static Row row(Conversation c, boolean open, int width) {
    String count = c.unread().count() == 0 ? "" : String.valueOf(c.unread().count());
    int countAt = width - 1 - count.length();
    String name = DisplayWidth.fit(SafeText.line(c.title()), countAt - 3);
    List<Piece> pieces = new ArrayList<>();
    if (open) {
      pieces.add(new Piece(0, "▸", Tone.CHOSEN));
    }
    pieces.add(new Piece(2, name, tone(c, open)));
    if (!count.isEmpty()) {
      pieces.add(new Piece(countAt, count, Tone.UNREAD));
    }
    return new Row(pieces);
  }

  private static Tone tone(Conversation c, boolean open) {
    if (open) {
      return Tone.CHOSEN;
    }
    return c.unread().count() > 0 ? Tone.STRONG : Tone.PLAIN;
  }
}
