package chat.cli.command;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatFailure;
import chat.cli.client.ChatMessage;
import chat.cli.client.Subscription;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.ListenPoint.Heard;
import chat.cli.profile.Profile;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Prints what comes. The order at each pause: flush the output, then save the cursor, then tell the
 * cluster what was delivered. Whatever stops the process in between, nothing is skipped.
 */
final class ListenOutput implements Subscription.Sink {
  private final Screen screen;
  private final Place place;
  private final DeliveredMarks marks;
  private final Wish wish;
  private final SortedMap<String, Heard> heard;
  private long printed;
  private boolean caughtUp;
  private boolean skipDelivered;

  /** Events up to this time were printed before a restore; 0 once all that was before is here. */
  private long repeatedUntil;

  /** Whose it is, where it is noted, and how far each conversation was heard before. */
  record Place(Profile profile, String me, SortedMap<String, Heard> heard) {}

  /** What is asked for; {@code max} 0 means no end. */
  record Wish(
      OutputFormat format,
      boolean ownToo,
      boolean events,
      boolean skipDelivered,
      boolean once,
      long max) {}

  ListenOutput(Screen screen, Place place, DeliveredMarks marks, Wish wish) {
    this.screen = screen;
    this.place = place;
    this.marks = marks;
    this.wish = wish;
    this.heard = new TreeMap<>(place.heard());
    this.skipDelivered = wish.skipDelivered();
  }

  @Override
  public void message(ChatMessage m) {
    boolean toMe = !m.from().equals(place.me());
    Heard before = heard.get(m.conversation());
    boolean again = before != null && before.covers(m.seq(), m.timeMillis());
    if (!again) {
      heard.put(m.conversation(), new Heard(m.seq(), m.timeMillis()));
    }
    if (!again && isWanted(m, toMe)) {
      switch (wish.format()) {
        case TABLE -> Messages.live(screen, m, place.me());
        case JSON, JSONL -> screen.record(OutputFormat.JSONL, Messages.json(m), "id");
        case NAME -> screen.line(m.id());
      }
      printed++;
    }
    if (toMe && !m.delivered()) {
      marks.raise(m.conversation(), m.seq());
    }
  }

  private boolean isWanted(ChatMessage m, boolean toMe) {
    return toMe ? !(skipDelivered && m.delivered()) : wish.ownToo();
  }

  @Override
  public void event(ChatEvent event) {
    if (timeOf(event) <= repeatedUntil) {
      return;
    }
    if (wish.events()) {
      StreamEvents.print(screen, wish.format(), event);
    } else if (event instanceof ChatEvent.AccountDeleted gone && gone.undeliverable() > 0) {
      screen.note(StreamEvents.sentence(gone));
    }
  }

  /** What only says how it is now has no time, and is told again. */
  private static long timeOf(ChatEvent event) {
    return switch (event) {
      case ChatEvent.Deletion deletion -> deletion.timeMillis();
      case ChatEvent.AccountDeleted deleted -> deleted.timeMillis();
      case ChatEvent.Receipt _, ChatEvent.GroupChanged _ -> Long.MAX_VALUE;
    };
  }

  @Override
  public void caughtUp() {
    caughtUp = true;
    repeatedUntil = 0;
  }

  @Override
  public boolean anotherCluster() {
    screen.note(
        "this is another cluster than before, or one that was restored; going on behind what was"
            + " heard of each conversation");
    marks.forget();
    // An earlier version of this program didn't note it: then as at the first time.
    skipDelivered |= heard.isEmpty();
    repeatedUntil = heard.values().stream().mapToLong(Heard::timeMillis).max().orElse(0);
    caughtUp = false;
    return true;
  }

  @Override
  public boolean isFull() {
    return wish.max() > 0 && printed >= wish.max();
  }

  @Override
  public boolean pause(byte[] cursor) throws ChatFailure {
    if (!screen.flush()) {
      throw new ChatFailure(ChatFailure.Kind.FAILED, "nobody reads the output any more", "");
    }
    try {
      place.profile().save(place.me(), new ListenPoint(cursor, marks.unmarked(), heard));
    } catch (IOException e) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED, "", "the cursor can't be saved: " + e.getMessage(), "", e);
    }
    marks.send();
    return !isFull() && !(wish.once() && caughtUp);
  }
}
