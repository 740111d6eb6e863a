package chat.cli.command;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatFailure;
import chat.cli.client.ChatMessage;
import chat.cli.client.Subscription;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.profile.ListenPoint;
import chat.cli.profile.Profile;
import java.io.IOException;

/**
 * Prints what comes. The order at each pause: flush the output, then save the cursor, then tell the
 * cluster what was delivered. Whatever stops the process in between, nothing is skipped.
 */
final class ListenOutput implements Subscription.Sink {
  private final Screen screen;
  private final Profile profile;
  private final String me;
  private final DeliveredMarks marks;
  private final Wish wish;
  private long printed;
  private boolean caughtUp;

  /** What is asked for; {@code max} 0 means no end. */
  record Wish(
      OutputFormat format,
      boolean ownToo,
      boolean events,
      boolean skipDelivered,
      boolean once,
      long max) {}

  ListenOutput(Screen screen, Profile profile, String me, DeliveredMarks marks, Wish wish) {
    this.screen = screen;
    this.profile = profile;
    this.me = me;
    this.marks = marks;
    this.wish = wish;
  }

  @Override
  public void message(ChatMessage m) {
    boolean toMe = !m.from().equals(me);
    if (isWanted(m, toMe)) {
      switch (wish.format()) {
        case TABLE -> Messages.live(screen, m);
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
    return toMe ? !(wish.skipDelivered() && m.delivered()) : wish.ownToo();
  }

  @Override
  public void event(ChatEvent event) {
    if (wish.events()) {
      StreamEvents.print(screen, wish.format(), event);
    } else if (event instanceof ChatEvent.AccountDeleted gone && gone.undeliverable() > 0) {
      screen.note(StreamEvents.sentence(gone));
    }
  }

  @Override
  public void caughtUp() {
    caughtUp = true;
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
      profile.save(me, new ListenPoint(cursor, marks.unmarked()));
    } catch (IOException e) {
      throw new ChatFailure(
          ChatFailure.Kind.FAILED, "", "the cursor can't be saved: " + e.getMessage(), "", e);
    }
    marks.send();
    return !isFull() && !(wish.once() && caughtUp);
  }
}
