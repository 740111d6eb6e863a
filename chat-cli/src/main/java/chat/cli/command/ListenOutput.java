package chat.cli.command;

import chat.cli.client.ChatEvent;
import chat.cli.client.ChatFailure;
import chat.cli.client.ChatMessage;
import chat.cli.client.Subscription;
import chat.cli.output.Json;
import chat.cli.output.OutputFormat;
import chat.cli.output.Screen;
import chat.cli.profile.ListenPoint.Heard;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides what of the stream is to be given, and gives it. What was given is not taken yet: {@link
 * HandOver} and {@link ListenProgress} know that.
 */
final class ListenOutput implements Subscription.Sink {
  private final Screen screen;
  private final String me;
  private final Wish wish;
  private final HandOver handOver;
  private final ListenProgress progress;

  /** How far each conversation was given; what is taken may be less. */
  private final SortedMap<String, Heard> heard;

  private Optional<ListenProgress.Passed> passed = Optional.empty();
  private Optional<ListenLine> line = Optional.empty();
  private long given;
  private boolean caughtUp;
  private boolean skipDelivered;

  /** Events up to this time were given before a restore; 0 once all that was before is here. */
  private long repeatedUntil;

  /** What is asked for; {@code max} 0 means no end. */
  record Wish(
      OutputFormat format,
      boolean ownToo,
      boolean events,
      boolean skipDelivered,
      boolean once,
      long max) {}

  /** {@code heard}: how far each conversation was heard before. */
  ListenOutput(
      Screen screen,
      String me,
      SortedMap<String, Heard> heard,
      Wish wish,
      HandOver handOver,
      ListenProgress progress) {
    this.screen = screen;
    this.me = me;
    this.heard = new TreeMap<>(heard);
    this.wish = wish;
    this.handOver = handOver;
    this.progress = progress;
    this.skipDelivered = wish.skipDelivered();
  }

  @Override
  public void message(ChatMessage m) {
    boolean toMe = !m.from().equals(me);
    Heard before = heard.get(m.conversation());
    boolean again = before != null && before.covers(m.seq(), m.timeMillis());
    Heard now = new Heard(m.seq(), m.timeMillis());
    if (!again) {
      heard.put(m.conversation(), now);
    }
    if (!again && isWanted(m, toMe)) {
      line = Optional.of(line(m));
      given++;
    }
    passed =
        Optional.of(
            new ListenProgress.Passed(m.conversation(), now, again, toMe && !m.delivered()));
  }

  private ListenLine line(ChatMessage m) {
    ObjectNode json = Messages.json(m);
    return new ListenLine(
        m.id(),
        switch (wish.format()) {
          case TABLE -> Messages.live(screen, m, me);
          case JSON, JSONL -> Json.line(json);
          case NAME -> m.id();
        },
        json);
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
      line = StreamEvents.line(screen, wish.format(), event);
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
    progress.anotherCluster();
    // An earlier version of this program didn't note it: then as at the first time.
    skipDelivered |= heard.isEmpty();
    repeatedUntil = heard.values().stream().mapToLong(Heard::timeMillis).max().orElse(0);
    caughtUp = false;
    return true;
  }

  @Override
  public boolean settled(byte[] cursor) throws ChatFailure {
    ListenProgress.Step step = progress.step(cursor, passed);
    Optional<ListenLine> next = line;
    passed = Optional.empty();
    line = Optional.empty();
    if (next.isPresent()) {
      return handOver.give(step, next.get());
    }
    handOver.pass(step);
    return true;
  }

  @Override
  public boolean followsRestores() {
    return true;
  }

  @Override
  public boolean isFull() {
    return wish.max() > 0 && given >= wish.max();
  }

  @Override
  public boolean pause(byte[] cursor) throws ChatFailure {
    progress.save();
    return !isFull() && !(wish.once() && caughtUp) && !handOver.isOver();
  }
}
